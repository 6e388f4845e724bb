/**
 * What a deploy is: a request, its steps, and the runner that journals, tells, times and undoes.
 */
@NullMarked
package kata.deploy.runner;

import org.jspecify.annotations.NullMarked;
