/** A deploy, and everything else that changes or tells the state of an app. */
@NullMarked
package kata.deploy;

import org.jspecify.annotations.NullMarked;
