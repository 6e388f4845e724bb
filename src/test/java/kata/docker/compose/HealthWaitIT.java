package kata.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kata.docker.compose.HealthWait.ContainerFailure;
import kata.docker.engine.Containers;
import kata.docker.engine.DockerApi;
import kata.docker.engine.DockerEngine;
import kata.process.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the wait against this machine's engine. */
@Timeout(180)
final class HealthWaitIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A program that accepts connections on port 8080 of all addresses and keeps them. */
  private static final String LISTENER =
      "my $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 9) or die; "
          + "while (my $c = $s->accept) { push @c, $c }";

  private final Containers containers = new Containers();
  private final DockerEngine engine = new DockerEngine(new DockerApi(Containers.SOCKET));

  @AfterEach
  void clean() {
    containers.close();
  }

  @Test
  void an_app_that_ends_at_once_is_told_at_once() {
    containers.start("good", List.of(), "sleep", "300");
    String id = containers.start("web", List.of(), "sh", "-c", "exit 3");
    Instant begin = Instant.now();
    List<ContainerFailure> failures = await(LIMIT);
    assertThat(failures).extracting(ContainerFailure::reason).containsExactly("exited with 3");
    assertThat(failures.get(0).container().id()).isEqualTo(id);
    assertThat(failures.get(0).container().service()).isEqualTo("web");
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void a_job_that_is_done_is_good() {
    containers.start("migrate", List.of(), "true");
    assertThat(await(LIMIT)).isEmpty();
  }

  @Test
  void one_that_goes_on_running_is_good_after_a_while() {
    containers.start("web", List.of(), "sleep", "300");
    assertThat(await(LIMIT)).isEmpty();
  }

  @Test
  void one_that_dies_after_a_moment_is_not_good() {
    containers.start("web", List.of(), "sh", "-c", "sleep 0.5; exit 4");
    assertThat(reasons(LIMIT)).containsExactly("exited with 4");
  }

  @Test
  void a_crash_loop_is_seen() {
    containers.start("web", List.of("--restart", "always"), "sh", "-c", "exit 1");
    assertThat(reasons(LIMIT)).singleElement().asString().startsWith("keeps exiting");
  }

  @Test
  void one_that_needs_a_few_starts_is_good() {
    String script =
        "test -e /tmp/twice && exec sleep 300; test -e /tmp/once && touch /tmp/twice; "
            + "touch /tmp/once; exit 1";
    containers.start("web", List.of("--restart", "always"), "sh", "-c", script);
    assertThat(await(LIMIT)).isEmpty();
    assertThat(engine.containers(containers.project).get(0).restarts()).isEqualTo(2);
  }

  @Test
  void a_healthcheck_has_the_last_word() {
    containers.start(
        "web",
        List.of(
            "--health-cmd",
            "test -e /tmp/ok",
            "--health-interval",
            "500ms",
            "--health-retries",
            "99"),
        "sh",
        "-c",
        "sleep 3; touch /tmp/ok; sleep 300");
    Instant begin = Instant.now();
    assertThat(await(LIMIT)).isEmpty();
    assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMillis(1500));
    assertThat(engine.containers(containers.project).get(0).health()).isEqualTo("healthy");
  }

  @Test
  void an_unhealthy_one_is_told() {
    containers.start(
        "web",
        List.of(
            "--health-cmd",
            "echo looking; echo nobody there; echo; exit 7",
            "--health-interval",
            "300ms",
            "--health-retries",
            "2"),
        "sleep",
        "300");
    assertThat(reasons(LIMIT))
        .containsExactly("is unhealthy: its check exited with 7: nobody there");
  }

  @Test
  void one_that_never_becomes_healthy_is_told_at_the_limit() {
    containers.start(
        "web", List.of("--health-cmd", "false", "--health-interval", "60s"), "sleep", "300");
    assertThat(reasons(Duration.ofSeconds(2))).containsExactly("is still starting");
  }

  @Test
  void a_published_port_that_answers_is_good() {
    containers.start(
        "web",
        List.of("--publish", "127.0.0.1::8080"),
        "perl",
        "-MIO::Socket::INET",
        "-e",
        LISTENER);
    assertThat(await(LIMIT)).isEmpty();
  }

  @Test
  void a_published_port_where_nobody_listens_is_told_at_the_limit() {
    String id = containers.start("web", List.of("--publish", "127.0.0.1::8080"), "sleep", "300");
    String published = containers.docker("port", id, "8080/tcp");
    String port = published.substring(published.lastIndexOf(':') + 1);
    assertThat(reasons(Duration.ofSeconds(4)))
        .containsExactly(
            "does not answer on its published port %s; it must listen on 0.0.0.0 in the container"
                .formatted(port));
  }

  private List<ContainerFailure> await(Duration limit) {
    return new HealthWait(engine, limit).await(containers.project, Progress.silent());
  }

  private List<String> reasons(Duration limit) {
    return await(limit).stream().map(ContainerFailure::reason).toList();
  }
}
