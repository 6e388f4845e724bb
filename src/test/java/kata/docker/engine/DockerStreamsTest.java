package kata.docker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import kata.cli.ExitCode;
import kata.error.Interrupted;
import kata.error.KataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DockerStreamsTest {
  private static final String LOGS = "GET /containers/1/logs";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private FakeDocker docker;

  @BeforeEach
  void make() throws IOException {
    docker = new FakeDocker();
  }

  @AfterEach
  void close() {
    docker.close();
  }

  @Test
  void frames_are_put_together_to_lines() {
    byte[] letter = "ü".getBytes(UTF_8);
    docker.answers(
        LOGS,
        frames(
            "one\ntw".getBytes(UTF_8),
            "o  \n\n".getBytes(UTF_8),
            Arrays.copyOf(letter, 1),
            Arrays.copyOfRange(letter, 1, 2),
            "ber".getBytes(UTF_8)));
    assertThat(follow(LONG, LONG)).isTrue();
    assertThat(lines).containsExactly("one", "two", "", "über");
    assertThat(new DockerStreams(docker.api(), LONG).lastLines("1", 9, LONG)).isEqualTo(lines);
    assertThat(docker.asked().get(0)).contains("follow=true", "stdout=true", "stderr=true");
    assertThat(docker.asked().get(1)).contains("tail=9").doesNotContain("follow=true");
  }

  @Test
  void a_container_that_writes_for_longer_than_the_limit_has_not_ended() {
    docker.answersInPart(LOGS, frames("one\n".getBytes(UTF_8)), false);
    assertThat(follow(Duration.ofSeconds(2), LONG)).isFalse();
    assertThat(lines).containsExactly("one");
  }

  @Test
  void a_refusal_and_a_docker_that_is_silent_or_goes_away_are_told() {
    assertThatThrownBy(() -> follow(LONG, LONG))
        .hasMessageStartingWith("docker could not follow it: ")
        .hasMessageContaining("No such thing");
    docker.answersInPart(LOGS, new byte[0], false);
    assertUnreachable(SHORT, "no answer in time");
    docker.answersInPart(LOGS, frames("one\n".getBytes(UTF_8)), true);
    assertUnreachable(LONG, "the connection ended in the middle of the response");
  }

  @Test
  void an_interrupt_ends_it_at_once() { // as the watchdog interrupts
    docker.answersInPart(LOGS, frames("one\n".getBytes(UTF_8)), false);
    Thread worker = Thread.currentThread();
    DockerStreams streams = new DockerStreams(docker.api(), LONG);
    assertThatThrownBy(() -> streams.follow("follow it", "1", LONG, line -> worker.interrupt()))
        .hasMessage("interrupted")
        .isInstanceOf(Interrupted.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void what_the_taker_of_lines_throws_is_thrown() {
    docker.answers(LOGS, frames("one\n".getBytes(UTF_8)));
    KataException refusal = KataException.refused("enough", "");
    DockerStreams streams = new DockerStreams(docker.api(), LONG);
    assertThatThrownBy(
            () ->
                streams.follow(
                    "follow it",
                    "1",
                    LONG,
                    line -> {
                      throw refusal;
                    }))
        .isSameAs(refusal);
  }

  private void assertUnreachable(Duration silence, String reason) {
    assertThatThrownBy(() -> follow(LONG, silence))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER))
        .hasMessageMatching("cannot reach docker at tcp://127\\.0\\.0\\.1:\\d+: " + reason);
  }

  private boolean follow(Duration limit, Duration silence) {
    return new DockerStreams(docker.api(), silence).follow("follow it", "1", limit, lines::add);
  }

  /** Builds the frames that Docker sends for a container without a terminal. */
  private static byte[] frames(byte[]... payloads) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (byte[] payload : payloads) {
      frames.writeBytes(new byte[] {1, 0, 0, 0});
      frames.writeBytes(ByteBuffer.allocate(4).putInt(payload.length).array());
      frames.writeBytes(payload);
    }
    return frames.toByteArray();
  }
}
