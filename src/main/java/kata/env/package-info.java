/** Merges the environment of an app: layers, dotenv files, variables. Does no I/O. */
@NullMarked
package kata.env;

import org.jspecify.annotations.NullMarked;
