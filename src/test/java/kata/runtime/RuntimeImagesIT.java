package kata.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kata.cli.ExitCode;
import kata.docker.engine.DockerApi;
import kata.docker.engine.DockerEngine;
import kata.error.KataException;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;
import kata.testing.RecordingProgress;
import org.junit.jupiter.api.Test;

/** Uses Docker's images; records the build instead of running it. RuntimeIT runs it. */
final class RuntimeImagesIT {
  private final List<Invocation> ran = new ArrayList<>();
  private final Map<String, String> context = new TreeMap<>();
  private final RecordingProgress progress = new RecordingProgress();
  private int status;

  @Test
  void the_context_is_a_dockerfile_and_nothing_else() { // fault 37
    String image = ensure(LanguageRuntime.NODEJS, "kata-it.invalid/base:1");
    String dockerfile = LanguageRuntime.NODEJS.dockerfile("kata-it.invalid/base:1");
    assertThat(context).isEqualTo(Map.of("Dockerfile", dockerfile));
    Invocation build = ran.get(0);
    Path folder = Path.of(build.argv().get(build.argv().size() - 1));
    assertThat(folder).isAbsolute().doesNotExist(); // it existed while the build ran
    assertThat(build.argv())
        .containsExactly(
            "docker", "build", "--tag", image, "--tag", "kata/nodejs:latest", folder.toString());
    assertThat(progress.texts("step", "detail"))
        .containsExactly(
            "Building the image " + image + " (once; this takes a minute" + " or more)",
            "Step 1/5");
  }

  @Test
  void an_image_is_named_after_its_dockerfile() { // fault 36, fault 37
    String image = ensure(LanguageRuntime.PYTHON, "kata-it.invalid/base:1");
    String dockerfile = LanguageRuntime.PYTHON.dockerfile("kata-it.invalid/base:1");
    assertThat(image).isEqualTo("kata/python:" + new Fingerprint().add(dockerfile).hex());
    assertThat(ensure(LanguageRuntime.PYTHON, "kata-it.invalid/base:2"))
        .startsWith("kata/python:")
        .isNotEqualTo(image);
    assertThat(ran).hasSize(2);
    assertThat(ran).allMatch(one -> !one.argv().contains("pull"));
  }

  @Test
  void a_failed_build_is_told_and_leaves_no_context() { // fault 37
    status = 1;
    assertThatThrownBy(() -> ensure(LanguageRuntime.PYTHON, "kata-it.invalid/base:1"))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER))
        .hasMessageContaining("docker could not build kata/python:")
        .hasMessageContaining("see the output above");
    assertThat(progress.texts("step", "detail")).contains("Step 1/5");
    List<String> argv = ran.get(0).argv();
    assertThat(Path.of(argv.get(argv.size() - 1))).doesNotExist();
  }

  private String ensure(LanguageRuntime runtime, String base) {
    DockerEngine engine = new DockerEngine(new DockerApi("unix:///var/run/docker.sock"));
    return new RuntimeImages(engine, new NotedBuild(), base).ensure(runtime, progress);
  }

  /** Reads the build context at the time docker would. */
  private final class NotedBuild implements Exec {
    @Override
    public Result run(Invocation invocation) {
      throw new AssertionError("a build is streamed");
    }

    @Override
    public Result stream(Invocation invocation, Consumer<String> line) {
      ran.add(invocation);
      context.clear();
      Path folder = Path.of(invocation.argv().get(invocation.argv().size() - 1));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          context.put(String.valueOf(file.getFileName()), Files.readString(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      line.accept("Step 1/5");
      return new Result(status, new byte[0], "");
    }

    @Override
    public int passthrough(Invocation invocation) {
      throw new AssertionError("a build is streamed");
    }

    @Override
    public int passthrough(Invocation invocation, OutputStream out) {
      throw new AssertionError("a build is streamed");
    }
  }
}
