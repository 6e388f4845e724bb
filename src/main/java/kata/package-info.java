/** The program: reads arguments, environment and streams, and wires the services. */
@NullMarked
package kata;

import org.jspecify.annotations.NullMarked;
