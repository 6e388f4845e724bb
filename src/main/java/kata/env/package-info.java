/** The merged environment of an app: layers, dotenv files, variables. Pure. */
@NullMarked
package kata.env;

import org.jspecify.annotations.NullMarked;
