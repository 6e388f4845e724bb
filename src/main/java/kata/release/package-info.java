/** The releases of an app on disk: checkouts, records, the journal, and files the app wrote. */
@NullMarked
package kata.release;

import org.jspecify.annotations.NullMarked;
