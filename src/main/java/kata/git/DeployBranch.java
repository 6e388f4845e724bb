package kata.git;

import java.util.Optional;

/**
 * The branch of a repository that deploys.
 *
 * @param newest its newest commit; nothing while the branch is not there
 */
public record DeployBranch(String name, Optional<Revision> newest) {}
