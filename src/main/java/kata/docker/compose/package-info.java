/** Runs apps with Docker Compose. */
@NullMarked
package kata.docker.compose;

import org.jspecify.annotations.NullMarked;
