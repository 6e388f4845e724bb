/** Reads which ports of this server are in use. */
@NullMarked
package kata.net;

import org.jspecify.annotations.NullMarked;
