/** Docker: the engine by its API, Compose by its command. */
@NullMarked
package kata.docker;

import org.jspecify.annotations.NullMarked;
