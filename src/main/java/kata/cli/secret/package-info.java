/** Commands for the secrets of the Swarm. */
@NullMarked
package kata.cli.secret;

import org.jspecify.annotations.NullMarked;
