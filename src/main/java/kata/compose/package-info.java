/** Reads kata-compose.yaml and generates the file for Compose or Swarm. Pure: no I/O. */
@NullMarked
package kata.compose;

import org.jspecify.annotations.NullMarked;
