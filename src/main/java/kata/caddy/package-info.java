/** Caddy's admin API, and the server object of an app. */
@NullMarked
package kata.caddy;

import org.jspecify.annotations.NullMarked;
