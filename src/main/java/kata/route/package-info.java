/** The routes of apps in Caddy: what an app asks for, and held requests while it changes. */
@NullMarked
package kata.route;

import org.jspecify.annotations.NullMarked;
