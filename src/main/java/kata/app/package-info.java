/**
 * What is known of an app before it is deployed: its source, its environment, its mode, its ports.
 */
@NullMarked
package kata.app;

import org.jspecify.annotations.NullMarked;
