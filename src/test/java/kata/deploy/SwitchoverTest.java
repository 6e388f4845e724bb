package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kata.caddy.CaddyAdmin;
import kata.deploy.Switchover.Change;
import kata.docker.Failure;
import kata.docker.Orchestrator;
import kata.docker.Stack;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.home.AppHome;
import kata.home.AppName;
import kata.home.KataHome;
import kata.process.Progress;
import kata.testing.RecordingOrchestrator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order what runs is changed. These apps have no route. */
final class SwitchoverTest {
  private static final List<Failure> CRASH =
      List.of(new Failure("web", "keeps ending", List.of("why")));

  @TempDir Path folder;
  private final List<String> done = new ArrayList<>();
  private final Orchestrator compose = new RecordingOrchestrator("compose", done, List.of());
  private Stack stack;

  @BeforeEach
  void write() throws IOException {
    Path file = Files.writeString(folder.resolve(".docker-compose.yaml"), "services: {}\n");
    stack = new Stack("shop", folder, file);
  }

  @Test
  void an_app_that_moves_is_taken_away_in_the_old_mode_before_it_starts_in_the_new() { // fault 54
    run(compose, swarm(List.of()), true);
    assertThat(done).containsExactly("compose remove", "swarm up", "recorded");
  }

  @Test
  void an_app_that_stays_is_only_brought_up() {
    run(compose, compose, true);
    assertThat(done).containsExactly("compose up", "recorded");
  }

  @Test
  void an_app_that_does_not_start_in_the_new_mode_comes_back_in_the_old() { // fault 54
    assertThatThrownBy(() -> run(compose, swarm(CRASH), true))
        .hasMessage("service 'web' keeps ending; release 1 serves again")
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OLD_RELEASE_SERVES));
    assertThat(done)
        .containsExactly("compose remove", "swarm up", "back", "swarm remove", "compose up");
  }

  @Test
  void a_first_release_that_does_not_start_leaves_nothing_running() {
    Orchestrator swarm = swarm(CRASH);
    assertThatThrownBy(() -> run(swarm, swarm, false)).hasMessageEndingWith("so nothing runs");
    assertThat(done).containsExactly("swarm up", "back", "swarm remove");
  }

  private Orchestrator swarm(List<Failure> failures) {
    return new RecordingOrchestrator("swarm", done, failures);
  }

  private void run(Orchestrator before, Orchestrator after, boolean released) {
    AppHome app = new KataHome(folder).app(new AppName("shop"));
    Release old = new Release(1, folder, "0123abc");
    Change change =
        new Change(
            app,
            Optional.of(stack),
            before,
            after,
            false,
            Optional.empty(),
            Optional.empty(),
            () -> done.add("recorded"),
            () -> {
              done.add("back");
              return released ? Optional.of(old) : Optional.empty();
            });
    new Switchover(new Routes(CaddyAdmin.at("localhost:1"))).run(change, Progress.silent());
  }
}
