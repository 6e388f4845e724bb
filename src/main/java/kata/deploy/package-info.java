/** Deploys apps, and changes or reports their state in other ways. */
@NullMarked
package kata.deploy;

import org.jspecify.annotations.NullMarked;
