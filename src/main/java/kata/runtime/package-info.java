/** Runtime images and the dependencies installed for them. */
@NullMarked
package kata.runtime;

import org.jspecify.annotations.NullMarked;
