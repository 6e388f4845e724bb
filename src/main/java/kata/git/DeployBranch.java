package kata.git;

import java.util.Optional;

/**
 * The branch whose pushes are deployed.
 *
 * @param newest its newest commit; empty if the branch does not exist
 */
public record DeployBranch(String name, Optional<Revision> newest) {}
