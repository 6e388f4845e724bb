/** Manages bare repositories and pushes, and chooses which push deploys. */
@NullMarked
package kata.git;

import org.jspecify.annotations.NullMarked;
