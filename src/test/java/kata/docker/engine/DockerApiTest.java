package kata.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import kata.cli.ExitCode;
import kata.error.EngineFailed;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DockerApiTest {
  private FakeDocker docker;
  private DockerApi api;

  @BeforeEach
  void make() throws IOException {
    docker = new FakeDocker();
    api = docker.api();
  }

  @AfterEach
  void close() {
    docker.close();
  }

  @Test
  void what_docker_does_not_have_is_absent() {
    assertThatThrownBy(() -> api.get("see", "/none"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("docker could not see: No such thing");
    assertThat(DockerApi.ifFound(() -> api.get("see", "/none"))).isEmpty();
    docker.answers("GET /one", 200, "{\"Id\":\"1\"}");
    assertThat(DockerApi.ifFound(() -> api.get("see", "/one"))).isPresent();
  }

  @Test
  void what_is_gone_already_was_removed_and_another_refusal_is_told() {
    api.delete("remove it", "/none");
    docker.answers("DELETE /used", 409, "{\"message\":\"it is used\"}");
    assertThatThrownBy(() -> api.delete("remove it", "/used"))
        .isInstanceOf(NameInUseException.class)
        .hasMessage("docker could not remove it: it is used");
    assertThat(docker.asked()).containsExactly("DELETE /none", "DELETE /used");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"message\":\" no quorum\\n\"}', no quorum",
    "'{\"message\":null}',              status 500",
    "'{\"message\":\"\"}',              status 500",
    "'[]',                              status 500",
    "'upstream failed',                 status 500",
    "'{\"message\":',                   status 500",
    "'',                                status 500",
  })
  void a_refusal_is_told_in_dockers_words_if_it_has_any(String body, String reason) {
    docker.answers("POST /x", 500, body.replace("\\n", "\\u000a"));
    assertThatThrownBy(() -> api.post("do it", "/x"))
        .isExactlyInstanceOf(EngineFailed.class)
        .hasMessage("docker could not do it: " + reason);
  }

  @ParameterizedTest
  @CsvSource({"204, ''", "304, ''", "200, OK", "200, ''"})
  void what_is_so_already_and_an_answer_without_json_are_fine(int status, String body) {
    docker.answers("POST /x", status, body);
    api.post("do it", "/x");
    assertThat(api.post("do it", "/x", Json.object()).isMissingNode()).isTrue();
    assertThat(docker.asked()).containsExactly("POST /x", "POST /x {}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OK", "[{\"Id\":"})
  void a_question_without_an_answer_is_not_taken_for_an_empty_list(String body) {
    docker.answers("GET /x", 200, body);
    assertThatThrownBy(() -> api.get("list it", "/x"))
        .isExactlyInstanceOf(EngineFailed.class)
        .hasMessage("docker could not list it: it did not answer with JSON");
  }

  @Test
  void names_and_labels_cannot_leave_their_place_in_a_path() {
    assertThat(DockerApi.path("images", "a/b c?d:1", "json"))
        .isEqualTo("/images/a%2Fb%20c%3Fd%3A1/json");
    assertThat(DockerApi.labelled("app", "a\"&b"))
        .isEqualTo("filters=%7B%22label%22%3A%5B%22app%3Da%5C%22%26b%22%5D%7D");
  }

  @Test
  void a_docker_that_is_away_and_an_address_that_is_none_are_told(@TempDir Path folder) {
    String socket = "unix://" + folder.resolve("none.sock");
    assertUnreachable(socket, "No such file or directory");
    docker.close();
    assertThatThrownBy(() -> api.get("list it", "/x"))
        .hasMessageMatching(
            "cannot reach docker at tcp://127\\.0\\.0\\.1:\\d+: Connection refused");
    assertUnreachable("ssh://host", "'ssh://host' is not host:port or unix//path");
  }

  @Test
  void an_interrupt_is_no_fault_of_docker() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> api.get("list it", "/x"))
        .hasMessage("interrupted")
        .isInstanceOf(Interrupted.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void assertUnreachable(String host, String reason) {
    assertThatThrownBy(() -> new DockerApi(host).get("list it", "/x"))
        .isInstanceOfSatisfying(
            KataException.class,
            e -> {
              assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER);
              assertThat(e.hint()).contains("docker group");
            })
        .hasMessage("cannot reach docker at %s: %s", host, reason);
  }
}
