/** Commands for the server as a whole, and for kata itself. */
@NullMarked
package kata.cli.server;

import org.jspecify.annotations.NullMarked;
