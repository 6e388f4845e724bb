/** Children: phrased as {@code Invocation}, run only by {@code Exec}. Never a shell. */
@NullMarked
package kata.process;

import org.jspecify.annotations.NullMarked;
