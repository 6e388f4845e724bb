package kata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kata.testing.Child;
import kata.testing.ServerContainer;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.MountableFile;

/**
 * A whole Debian server in a container, with its own dockerd, sshd and Caddy, on which kata is
 * installed the way README says; driven from outside by ssh and git. See src/test/server.
 */
final class Server implements AutoCloseable {
  private final GenericContainer<?> container;
  private final Path folder;
  private final Path key;

  /** Starts a server of a Debian release and installs kata on it; keys are kept in the folder. */
  Server(String release, Path folder) {
    this.folder = folder;
    this.key = folder.resolve("id_ed25519");
    this.container = new ServerContainer(release).withExposedPorts(22);
    container.start();
    installKata();
  }

  private Server(GenericContainer<?> container, Path folder, Path key) {
    this.container = container;
    this.folder = folder;
    this.key = key;
  }

  /** Returns the same server, for the owner of another key. */
  Server as(Path otherKey) {
    return new Server(container, folder, otherKey);
  }

  /** Makes a key pair on the laptop and returns the private one. */
  Path newKey(String name) {
    Path made = folder.resolve(name);
    Child keygen =
        Child.run(
            folder,
            Map.of(),
            List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", made.toString()));
    assertThat(keygen.ok()).as(keygen.output()).isTrue();
    return made;
  }

  /** Runs a program as root on the server; fails the test when it fails. */
  String root(String... argv) {
    Container.ExecResult result = exec(argv);
    assertThat(result.getExitCode())
        .as("%s: %s%s", String.join(" ", argv), result.getStdout(), result.getStderr())
        .isZero();
    return result.getStdout().strip();
  }

  /** Runs one line as the user kata on the server. */
  String kata(String line) {
    return root("su", "-", "kata", "-c", line);
  }

  /** Runs a kata command over SSH, from outside. */
  Child ssh(String... words) {
    List<String> argv = new ArrayList<>(sshArguments());
    argv.add("kata@127.0.0.1");
    argv.addAll(List.of(words));
    return Child.run(folder, Map.of(), argv);
  }

  /** Runs a kata command over SSH with a file as its standard input. */
  Child ssh(Path input, String... words) {
    List<String> argv = new ArrayList<>(sshArguments());
    argv.add("kata@127.0.0.1");
    argv.addAll(List.of(words));
    return Child.run(folder, Map.of(), argv, input);
  }

  /** Runs scp between here and the server, whose files are named {@code kata@127.0.0.1:path}. */
  Child scp(String... words) {
    List<String> argv = new ArrayList<>(List.of("scp", "-P"));
    argv.add(Integer.toString(container.getMappedPort(22)));
    argv.addAll(options());
    argv.addAll(List.of(words));
    return Child.run(folder, Map.of(), argv);
  }

  /** Pushes the main branch of a repository to an app, from outside. */
  Child push(Repository repository, String app) {
    return Child.run(
        repository.folder(),
        Map.of("GIT_SSH_COMMAND", String.join(" ", sshArguments())),
        List.of("git", "push", "kata@127.0.0.1:" + app, "main"));
  }

  /** Returns what an address answers to a request made on the server. */
  String get(String url) {
    return exec("curl", "-sS", "--max-time", "5", url).getStdout();
  }

  /** Switches the server off and on again; commands over SSH do not find it afterwards. */
  void reboot() {
    container.getDockerClient().restartContainerCmd(container.getContainerId()).exec();
    Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
    while (exec("test", "-e", "/run/server.ready").getExitCode() != 0) {
      assertThat(Instant.now()).as("the server is up again").isBefore(deadline);
    }
  }

  @Override
  public void close() {
    container.stop();
  }

  private void installKata() {
    newKey("id_ed25519");
    copy(Path.of(System.getProperty("kata.file", "target/kata")), "/root/kata");
    copy(folder.resolve("id_ed25519.pub"), "/tmp/laptop.pub");
    root("useradd", "--create-home", "--shell", "/bin/bash", "--groups", "docker", "kata");
    root("install", "-m", "755", "/root/kata", "/usr/local/bin/kata");
    loadBaseImage();
    assertThat(kata("kata setup")).contains("kata is ready");
    kata("kata setup:ssh - < /tmp/laptop.pub");
  }

  private void loadBaseImage() {
    try {
      List<Process> pipe =
          ProcessBuilder.startPipeline(
              List.of(
                  new ProcessBuilder("docker", "save", "debian:trixie-slim"),
                  new ProcessBuilder(
                      "docker", "exec", "-i", container.getContainerId(), "docker", "load")));
      assertThat(pipe.get(1).waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Copies a file from here to the server. */
  void copy(Path from, String to) {
    assertThat(Files.exists(from)).as("%s", from).isTrue();
    container.copyFileToContainer(MountableFile.forHostPath(from, 0644), to);
  }

  private Container.ExecResult exec(String... argv) {
    try {
      return container.execInContainer(argv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<String> sshArguments() {
    List<String> argv = new ArrayList<>(List.of("ssh", "-p"));
    argv.add(Integer.toString(container.getMappedPort(22)));
    argv.addAll(options());
    return argv;
  }

  private List<String> options() {
    return List.of(
        "-i",
        key.toString(),
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "LogLevel=ERROR");
  }
}
