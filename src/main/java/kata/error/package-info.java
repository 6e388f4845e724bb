/** Failures as a person meets them: what was tried, why it failed, what to do next. */
@NullMarked
package kata.error;

import org.jspecify.annotations.NullMarked;
