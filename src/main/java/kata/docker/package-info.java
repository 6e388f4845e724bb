/** What runs the services of an app, whichever mode it runs in. */
@NullMarked
package kata.docker;

import org.jspecify.annotations.NullMarked;
