/** JSON as trees. */
@NullMarked
package kata.json;

import org.jspecify.annotations.NullMarked;
