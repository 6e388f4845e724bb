/** Bare repositories, pushed refs, and which of them deploys. */
@NullMarked
package kata.git;

import org.jspecify.annotations.NullMarked;
