/** The hooks through which git hands a push to kata, and what the client of the push is told. */
@NullMarked
package kata.git.hook;

import org.jspecify.annotations.NullMarked;
