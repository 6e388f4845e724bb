package kata.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import kata.app.Modes.Decision;
import kata.cli.ExitCode;
import kata.compose.KataFile;
import kata.compose.KataFileReader;
import kata.docker.engine.DockerApi;
import kata.docker.swarm.Secrets;
import kata.docker.swarm.Swarm;
import kata.error.KataException;
import kata.home.AppName;
import kata.home.KataHome;
import kata.home.Mode;
import kata.release.ModeChoice;
import kata.testing.FakeSwarm;
import kata.testing.RecordingOrchestrator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModesTest {
  private static final String SERVICE = "services: {web: {image: x}}\n";

  @TempDir Path folder;
  private final RecordingOrchestrator compose = new RecordingOrchestrator("compose");
  private final RecordingOrchestrator swarm = new RecordingOrchestrator("swarm");
  private FakeSwarm docker;
  private Modes modes;

  @BeforeEach
  void start() throws IOException {
    docker = new FakeSwarm();
    DockerApi api = new DockerApi(docker.host());
    modes = new Modes(compose, swarm, new Swarm(api), new Secrets(api));
  }

  @AfterEach
  void stop() {
    docker.close();
  }

  @ParameterizedTest
  @CsvSource({
    // chosen, in the file, Swarm is active, runs now, runs then
    "compose, swarm,   true,  swarm,   compose",
    "swarm,   compose, false, compose, swarm",
    ",        compose, true,  swarm,   compose",
    ",        swarm,   false, compose, swarm",
    ",        ,        true,  compose, swarm",
    ",        ,        true,  ,        swarm",
    ",        ,        false, ,        compose",
    ",        ,        false, compose, compose",
    ",        ,        false, swarm,   swarm",
  })
  void a_choice_wins_over_the_file_and_the_file_over_the_server(
      @Nullable String chosen,
      @Nullable String written,
      boolean active,
      @Nullable String now,
      String then) { // fault 53
    docker.state(active ? "active" : "inactive", active);

    Decision decision = modes.decide(mode(chosen), file(written), mode(now));

    assertThat(decision.mode().word()).isEqualTo(then);
  }

  @Test
  void who_says_so_is_told() {
    Optional<Mode> nothing = Optional.empty();
    assertThat(modes.decide(Optional.of(Mode.SWARM), file(""), nothing).because())
        .isEqualTo("chosen with `kata mode`");
    assertThat(modes.decide(nothing, file("swarm"), nothing).because())
        .isEqualTo("x-kata-mode in its file");
    Decision decision = modes.decide(nothing, file(""), nothing);
    assertThat(decision.because()).isEqualTo("Swarm is active on this server");
    assertThat(decision.notYet(Mode.COMPOSE))
        .isEqualTo(
            new Decision(
                Mode.COMPOSE,
                "swarm takes effect at the next start: Swarm is active on this server"));
  }

  @ParameterizedTest
  @EnumSource
  void a_choice_is_kept_in_the_folder_of_the_release_until_it_is_taken_back(Mode mode)
      throws IOException { // fault 53
    assertThat(ModeChoice.read(folder)).isEmpty();

    ModeChoice.write(folder, Optional.of(mode));
    assertThat(ModeChoice.read(folder)).contains(mode);
    assertThat(folder.resolve(".kata-mode")).hasContent(mode.word() + "\n");

    ModeChoice.write(folder, Optional.empty());
    assertThat(ModeChoice.read(folder)).isEmpty();
    ModeChoice.write(folder, Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Swarm", "compose swarm", "kubernetes", "com\u0000pose", "compose\n#"})
  void a_file_that_holds_no_mode_is_refused(String text) throws IOException { // fault 58
    Path file = Files.writeString(folder.resolve(".kata-mode"), text);
    assertThatThrownBy(() -> ModeChoice.read(folder))
        .hasMessage(file + " holds neither compose nor swarm")
        .isInstanceOfSatisfying(
            KataException.class,
            e -> {
              assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED);
              assertThat(e.hint()).isEqualTo("correct or delete it");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose", " swarm \n", "compose\r\n"})
  void white_space_around_a_mode_does_no_harm(String text) throws IOException {
    Files.writeString(folder.resolve(".kata-mode"), text);
    assertThat(ModeChoice.read(folder)).isEqualTo(Mode.of(text.strip()));
  }

  @Test
  void a_link_is_no_choice_and_bytes_that_are_no_text_are_refused() throws IOException { // R-22
    Path file = folder.resolve(".kata-mode");
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "swarm");
    Files.createSymbolicLink(file, elsewhere);
    assertThat(ModeChoice.read(folder)).isEmpty();
    Files.delete(file);
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> ModeChoice.read(folder)).hasMessageStartingWith("cannot read " + file);
  }

  @Test
  void what_runs_an_app_fits_its_mode() { // fault 54
    assertThat(modes.orchestrator(Mode.COMPOSE)).isSameAs(compose);
    assertThat(modes.orchestrator(Mode.SWARM)).isSameAs(swarm);
    docker.has("token");

    Modes.Target target = target(Mode.SWARM);
    assertThat(target.orchestrator()).isSameAs(swarm);
    assertThat(target.swarm())
        .hasValueSatisfying(
            placement -> assertThat(placement.secrets()).isEqualTo(Map.of("token", "token")));
    assertThat(target(Mode.COMPOSE).orchestrator()).isSameAs(compose);
    assertThat(target(Mode.COMPOSE).swarm()).isEmpty();
  }

  @Test
  void swarm_mode_without_a_swarm_is_refused_with_the_way_out() { // R-38
    docker.state("inactive", false);
    assertThatThrownBy(() -> target(Mode.SWARM))
        .hasMessage(
            "app 'shop' is to run in Swarm mode (chosen with `kata mode`), but Swarm is not active on this server; run `docker swarm init`")
        .isInstanceOfSatisfying(
            KataException.class,
            e -> {
              assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER);
              assertThat(e.hint()).contains("kata mode shop compose");
            });
    assertThat(target(Mode.COMPOSE).mode()).isEqualTo(Mode.COMPOSE);
  }

  private Modes.Target target(Mode mode) {
    return modes.target(
        new KataHome(folder).app(new AppName("shop")),
        new Decision(mode, "chosen with `kata mode`"));
  }

  private static KataFile file(@Nullable String mode) {
    String line = mode == null || mode.isEmpty() ? "" : "x-kata-mode: " + mode + "\n";
    return KataFileReader.read("kata-compose.yaml", line + SERVICE);
  }

  private static Optional<Mode> mode(@Nullable String word) {
    return Optional.ofNullable(word).flatMap(Mode::of);
  }
}
