/** A deploy: a request, its steps, and the runner that journals, reports, times and undoes them. */
@NullMarked
package kata.deploy.runner;

import org.jspecify.annotations.NullMarked;
