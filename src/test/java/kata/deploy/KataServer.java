package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kata.testing.Child;

/**
 * The kata file of this build on this machine's Docker, with a KATA_ROOT of its own; pushed to by
 * real git, through the forced command but without an sshd.
 */
final class KataServer implements AutoCloseable {
  static final Path FILE = Path.of(System.getProperty("kata.file", "target/kata")).toAbsolutePath();

  private static final Path START = startArchive();

  private final Path root;
  private final Path work;
  private final Map<String, String> env;

  KataServer(Path folder, String caddyAdmin) throws IOException {
    this(folder, caddyAdmin, Map.of());
  }

  /** A server whose processes, git's too, have more variables. */
  KataServer(Path folder, String caddyAdmin, Map<String, String> more) throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    work = Files.createDirectories(folder.resolve("work"));
    env =
        new TreeMap<>(
            Map.of(
                "KATA",
                FILE.toString(),
                "KATA_ROOT",
                root.toString(),
                "HOME",
                folder.toString(),
                "KATA_CADDY_ADMIN",
                caddyAdmin,
                "KATA_DEPLOY_TIMEOUT",
                "20",
                "GIT_SSH_COMMAND",
                Path.of("examples/local-ssh").toAbsolutePath().toString(),
                "GIT_AUTHOR_NAME",
                "Test",
                "GIT_AUTHOR_EMAIL",
                "test@example.org",
                "GIT_COMMITTER_NAME",
                "Test",
                "GIT_COMMITTER_EMAIL",
                "test@example.org"));
    env.putAll(more);
    if (!more.containsKey("PATH")) { // else what setup starts is looked at
      haveStartArchive();
    }
    assertThat(kata("setup").output()).contains("ok      docker");
  }

  /** Spares setup its longest work: it is the same for each server of this machine. */
  private void haveStartArchive() throws IOException {
    Path mine = Files.createDirectories(root.resolve(".kata/start"));
    try (Stream<Path> files = Files.list(START)) {
      for (Path file : files.toList()) {
        Files.copy(file, mine.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Has a setup make what Java keeps of kata's classes, once for all servers. */
  private static Path startArchive() {
    try {
      Path root = Files.createDirectories(Path.of("target/start-archive").toAbsolutePath());
      Child setup =
          Child.run(
              root,
              Map.of("KATA_ROOT", root.toString(), "HOME", root.toString()),
              List.of(FILE.toString(), "setup"));
      Path made = root.resolve(".kata/start");
      assertThat(made.resolve("made-for")).as(setup.output()).exists();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives what runs from now on one more variable. */
  void set(String name, String value) {
    env.put(name, value);
  }

  Map<String, String> environment() {
    return env;
  }

  Path root() {
    return root;
  }

  /** Runs a kata command. */
  Child kata(String... words) {
    return run(root, FILE.toString(), words);
  }

  /** Runs a kata command with a file as its standard input. */
  Child kata(Path input, String... words) {
    List<String> argv = new ArrayList<>(List.of(FILE.toString()));
    argv.addAll(List.of(words));
    return Child.run(root, env, argv, input);
  }

  /** Makes a repository whose main branch has this kata-compose.yaml. */
  Path repository(String name, String compose) throws IOException {
    Path repository = Files.createDirectories(work.resolve(name));
    git(repository, "init", "--quiet", "--initial-branch=main");
    commit(repository, "kata-compose.yaml", compose);
    return repository;
  }

  /** Writes a file and commits it. */
  void commit(Path repository, String file, String text) throws IOException {
    Files.writeString(repository.resolve(file), text);
    git(repository, "add", "--all");
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "change " + file);
  }

  /** Runs git, which has to succeed, and returns what it says. */
  String git(Path repository, String... arguments) {
    Child child = run(repository, "git", arguments);
    assertThat(child.ok()).as(child.output()).isTrue();
    return child.output().strip();
  }

  /** Pushes refs to an app. */
  Child push(Path repository, String app, String... refs) {
    List<String> arguments = new ArrayList<>(List.of("push", "kata@localhost:" + app));
    arguments.addAll(List.of(refs));
    return run(repository, "git", arguments.toArray(String[]::new));
  }

  /** Starts a program that talks to this server; both its streams are one. */
  Process start(Path folder, String... argv) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(env);
    return builder.start();
  }

  /** Asks docker about the containers of an app, in docker's own format language. */
  List<String> containers(String app, String format) {
    Child child =
        run(
            root,
            "docker",
            "ps",
            "--all",
            "--no-trunc",
            "--filter",
            "label=com.docker.compose.project=" + app,
            "--format",
            format);
    return child.output().lines().toList();
  }

  Child docker(String... arguments) {
    return run(root, "docker", arguments);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> apps = Files.list(root.resolve("app"))) {
      apps.forEach(app -> kata("rm", "-f", "-w", String.valueOf(app.getFileName())));
    }
  }

  private Child run(Path folder, String program, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(List.of(arguments));
    return Child.run(folder, env, argv);
  }
}
