/**
 * Parses the command line that arrives over SSH, and edits the keys that may send it. Does no I/O.
 */
@NullMarked
package kata.ssh;

import org.jspecify.annotations.NullMarked;
