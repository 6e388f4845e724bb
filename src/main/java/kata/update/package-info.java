/** Replaces kata with a newer version; the only user of the JDK's HTTP client. */
@NullMarked
package kata.update;

import org.jspecify.annotations.NullMarked;
