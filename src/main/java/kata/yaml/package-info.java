/**
 * Parses YAML as Compose does, with the position of every value. Does no I/O; the only user of
 * snakeyaml-engine.
 */
@NullMarked
package kata.yaml;

import org.jspecify.annotations.NullMarked;
