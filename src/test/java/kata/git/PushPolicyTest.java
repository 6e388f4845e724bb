package kata.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PushPolicyTest {
  private static final Revision ZERO = new Revision("0".repeat(40));
  private static final Revision A = new Revision("a".repeat(40));
  private static final Revision B = new Revision("b".repeat(40));

  private static RefUpdate pushed(String ref) {
    return new RefUpdate(A, B, ref);
  }

  private static RefUpdate deleted(String ref) {
    return new RefUpdate(A, ZERO, ref);
  }

  @Test
  void the_deploy_branch_deploys() {
    RefUpdate main = pushed("refs/heads/main");
    PushPolicy.Choice choice = PushPolicy.choose(List.of(main), "main");
    assertThat(choice.deploy()).contains(main);
    assertThat(choice.explanations()).isEmpty();
  }

  @Test
  void other_refs_are_kept_and_explained() { // fault 3
    PushPolicy.Choice choice =
        PushPolicy.choose(
            List.of(pushed("refs/heads/feature"), pushed("refs/tags/v1"), pushed("refs/notes/x")),
            "main");
    assertThat(choice.deploy()).isEmpty();
    assertThat(choice.explanations())
        .containsExactly(
            "branch feature is kept, not deployed: only main deploys;"
                + " to deploy it: git push HOST:APP feature:main",
            "tag v1 is kept, not deployed: only main deploys;"
                + " to deploy it: git push HOST:APP v1^0:refs/heads/main",
            "refs/notes/x is kept, not deployed: only main deploys");
  }

  @Test
  void a_deletion_never_deploys() { // fault 4
    PushPolicy.Choice choice =
        PushPolicy.choose(List.of(deleted("refs/heads/main"), deleted("refs/heads/old")), "main");
    assertThat(choice.deploy()).isEmpty();
    assertThat(choice.explanations())
        .containsExactly(
            "branch main is deleted; the app keeps running; to deploy again: git push HOST:APP main",
            "branch old is deleted; nothing is deployed");
  }

  @Test
  void many_refs_make_one_deploy() { // fault 5
    RefUpdate earlier = pushed("refs/heads/main");
    RefUpdate later = new RefUpdate(B, A, "refs/heads/main");
    PushPolicy.Choice choice =
        PushPolicy.choose(List.of(pushed("refs/heads/a"), earlier, later), "main");
    assertThat(choice.deploy()).contains(later);
    assertThat(choice.explanations()).hasSize(2);
  }

  @Test
  void a_tag_named_as_the_branch_does_not_deploy() {
    assertThat(PushPolicy.choose(List.of(pushed("refs/tags/main")), "main").deploy()).isEmpty();
  }

  @Test
  void no_update_deploys_nothing() {
    assertThat(PushPolicy.choose(List.of(), "main").deploy()).isEmpty();
  }
}
