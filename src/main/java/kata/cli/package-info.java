/** The command tree: options in, one service call, output. The only user of picocli. */
@NullMarked
package kata.cli;

import org.jspecify.annotations.NullMarked;
