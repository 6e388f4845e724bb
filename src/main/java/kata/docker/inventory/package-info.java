/** The containers and tasks there are, whatever started them. */
@NullMarked
package kata.docker.inventory;

import org.jspecify.annotations.NullMarked;
