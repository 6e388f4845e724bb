/** The command line that arrives over SSH, and the keys that may send it. Pure. */
@NullMarked
package kata.ssh;

import org.jspecify.annotations.NullMarked;
