/** Apps that run in Docker Swarm, and the secrets of the Swarm. */
@NullMarked
package kata.docker.swarm;

import org.jspecify.annotations.NullMarked;
