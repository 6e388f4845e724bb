/**
 * YAML as Compose reads it, with the place of every value. Pure; the only user of snakeyaml-engine.
 */
@NullMarked
package kata.yaml;

import org.jspecify.annotations.NullMarked;
