/** Defines the layout under KATA_ROOT, writes files in it, and locks them. */
@NullMarked
package kata.home;

import org.jspecify.annotations.NullMarked;
