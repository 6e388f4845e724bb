/** The configuration of Caddy as kata writes it: servers, routes, addresses. Pure. */
@NullMarked
package kata.caddy.model;

import org.jspecify.annotations.NullMarked;
