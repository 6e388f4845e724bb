/** Builds runtime images and installs dependencies for them. */
@NullMarked
package kata.runtime;

import org.jspecify.annotations.NullMarked;
