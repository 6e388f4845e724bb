/** Lists the containers and tasks that exist, whatever started them. */
@NullMarked
package kata.docker.inventory;

import org.jspecify.annotations.NullMarked;
