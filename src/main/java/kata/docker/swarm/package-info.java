/** Runs apps in Docker Swarm, and manages the secrets of the Swarm. */
@NullMarked
package kata.docker.swarm;

import org.jspecify.annotations.NullMarked;
