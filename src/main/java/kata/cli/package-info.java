/** Parses command lines, runs their commands, and reports failures; the tree, help, exit codes. */
@NullMarked
package kata.cli;

import org.jspecify.annotations.NullMarked;
