/**
 * Calls the Docker Engine's API. docker-java reads the output of containers; everything else is
 * JSON.
 */
@NullMarked
package kata.docker.engine;

import org.jspecify.annotations.NullMarked;
