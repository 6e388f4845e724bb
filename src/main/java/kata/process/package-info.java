/**
 * Runs child processes: described by {@code Invocation}, started only by {@code Exec}. Never a
 * shell.
 */
@NullMarked
package kata.process;

import org.jspecify.annotations.NullMarked;
