/** Talks to Caddy's admin API: conditional writes, and the check that apps can be reached. */
@NullMarked
package kata.caddy.admin;

import org.jspecify.annotations.NullMarked;
