/** Provides a small HTTP/1.1 client over TCP and unix sockets, with deadlines and trailers. */
@NullMarked
package kata.http;

import org.jspecify.annotations.NullMarked;
