/** Runs the services of an app, in either mode. */
@NullMarked
package kata.docker;

import org.jspecify.annotations.NullMarked;
