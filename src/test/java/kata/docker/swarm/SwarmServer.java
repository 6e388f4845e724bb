package kata.docker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kata.docker.engine.DockerApi;
import kata.testing.Child;
import kata.testing.ServerContainer;

/**
 * A Swarm of one node in its own server container, so that this machine's engine need not join one.
 * Tests reach its engine through a socket; it has the image {@link #IMAGE}.
 */
public final class SwarmServer implements AutoCloseable {
  /** The image that its engine has. */
  public static final String IMAGE = "debian:trixie-slim";

  private final ServerContainer container;
  private final Path folder;

  /** Starts a server of a Debian release whose engine is not in a Swarm yet. */
  public SwarmServer(String release) {
    try {
      folder = Files.createTempDirectory("swarm"); // a socket's path must be short
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    container =
        new ServerContainer(release)
            .withBind(folder + ":/run/host")
            .withEnv(
                "DOCKERD_FLAGS", "-H unix:///run/host/docker.sock -H unix:///var/run/docker.sock");
    container.start();
    loadImage();
  }

  /** Starts a Debian 13 server (Docker 26.1) that is a Swarm. */
  public static SwarmServer start() {
    SwarmServer server = new SwarmServer("trixie");
    server.init();
    return server;
  }

  /** Initializes a Swarm on it. */
  public void init() {
    docker("swarm", "init", "--advertise-addr", "127.0.0.1");
  }

  /** Returns the DOCKER_HOST of its engine. */
  public String host() {
    return "unix://" + folder.resolve("docker.sock");
  }

  /** Returns the API of its engine. */
  public DockerApi api() {
    return new DockerApi(host());
  }

  /** Runs docker against its engine and returns what it printed; fails the test when it fails. */
  public String docker(String... arguments) {
    Child child = tryDocker(arguments);
    assertThat(child.ok()).as("docker %s: %s", List.of(arguments), child.output()).isTrue();
    return child.output().strip();
  }

  /** Runs docker against its engine. */
  public Child tryDocker(String... arguments) {
    List<String> argv = new ArrayList<>(List.of("docker", "--host", host()));
    argv.addAll(List.of(arguments));
    return Child.run(folder, Map.of(), argv);
  }

  /** Removes the server and everything in it. */
  @Override
  public void close() {
    container.stop();
    try {
      Files.deleteIfExists(folder.resolve("docker.sock"));
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void loadImage() {
    try {
      List<Process> pipe =
          ProcessBuilder.startPipeline(
              List.of(
                  new ProcessBuilder("docker", "save", IMAGE),
                  new ProcessBuilder("docker", "--host", host(), "load")));
      assertThat(pipe.get(1).waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
