/** What a command is: its model for picocli and for help, its arguments and options. */
@NullMarked
package kata.cli.command;

import org.jspecify.annotations.NullMarked;
