/** kata-compose.yaml in, compose file out. Pure: text to records to text. */
@NullMarked
package kata.compose;

import org.jspecify.annotations.NullMarked;
