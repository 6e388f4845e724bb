/** Which ports of this server programs listen on. */
@NullMarked
package kata.net;

import org.jspecify.annotations.NullMarked;
