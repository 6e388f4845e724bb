package kata.compose;

import static kata.compose.ServiceChange.Kind.IS_REMOVED;
import static kata.compose.ServiceChange.Kind.IS_REPLACED;
import static kata.compose.ServiceChange.Kind.STARTS;
import static kata.compose.ServiceChange.Kind.STAYS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ServiceChangeTest {
  private static final String OLD =
      """
      services:
        web: {image: app, labels: {kata.revision: "1"}}
        db: {image: postgres, environment: {A: "1"}}
        cache: {image: redis}
      """;

  private static final String NEW =
      """
      services:
        web: {image: app, labels: {kata.revision: "2"}}
        db:
          image: postgres
          environment:
            A: "1"
        worker: {image: app}
      """;

  @Test
  void services_are_compared_by_what_they_say_and_not_by_how_it_is_written() {
    assertThat(ServiceChange.between(OLD, NEW))
        .containsExactly(
            new ServiceChange("db", STAYS),
            new ServiceChange("web", IS_REPLACED),
            new ServiceChange("worker", STARTS),
            new ServiceChange("cache", IS_REMOVED));
  }

  @Test
  void without_a_file_every_service_starts_or_is_removed() {
    assertThat(ServiceChange.between("", NEW)).extracting(ServiceChange::kind).containsOnly(STARTS);
    assertThat(ServiceChange.between(OLD, ""))
        .extracting(ServiceChange::kind)
        .containsOnly(IS_REMOVED);
    assertThat(ServiceChange.between("", "services: {}\n")).isEmpty();
  }
}
