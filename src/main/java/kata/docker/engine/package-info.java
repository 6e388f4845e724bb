/**
 * The Docker Engine by its API. docker-java reads the streams of containers; everything else is
 * JSON.
 */
@NullMarked
package kata.docker.engine;

import org.jspecify.annotations.NullMarked;
