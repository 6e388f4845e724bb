/** Caddy's admin API: conditional writes, and whether apps can be reached. */
@NullMarked
package kata.caddy.admin;

import org.jspecify.annotations.NullMarked;
