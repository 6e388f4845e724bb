/** Builds the Caddy configuration that kata writes: servers, routes, addresses. Does no I/O. */
@NullMarked
package kata.caddy.model;

import org.jspecify.annotations.NullMarked;
