/** Commands that deploy, run and remove apps. */
@NullMarked
package kata.cli.app;

import org.jspecify.annotations.NullMarked;
