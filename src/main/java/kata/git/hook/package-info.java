/** The hooks through which git hands a push to kata, and the report to the client of the push. */
@NullMarked
package kata.git.hook;

import org.jspecify.annotations.NullMarked;
