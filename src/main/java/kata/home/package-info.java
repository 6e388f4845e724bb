/** The layout under KATA_ROOT, and how files in it are written and locked. */
@NullMarked
package kata.home;

import org.jspecify.annotations.NullMarked;
