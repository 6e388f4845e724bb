/** The steps of a deploy, one class each. */
@NullMarked
package kata.deploy.step;

import org.jspecify.annotations.NullMarked;
