package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kata.testing.Child;

/**
 * An app on a server of its own, on which the test kills kata during a change. The variable VERSION
 * of its containers names the release that serves; its route does too, if it has one.
 */
final class Victim implements AutoCloseable {
  private static final Pattern PROCESS = Pattern.compile("process (\\d+)");
  private static final long PATIENCE_SECONDS = 120;

  /** Moving so many takes long enough to be killed during it. */
  private static final int FILES = 1500;

  private static final String COMPOSE =
      """
      environment: {VERSION: "%d"}
      services:
        web:
          image: debian:trixie-slim
          init: true
          stop_grace_period: 1s
          command: %s
        db:
          image: debian:trixie-slim
          init: true
          stop_grace_period: 1s
          command: sleep infinity
      """;

  private final String app;
  private final Optional<Integer> port;
  private final KataServer server;
  private final Path repository;
  private boolean writes;

  /** A server whose Caddy serves the app at a port, if one is given. */
  Victim(Path folder, String app, String caddyAdmin, Optional<Integer> port) throws IOException {
    this.app = app;
    this.port = port;
    Map<String, String> more = Map.of("KATA_DEPLOY_TIMEOUT", "60");
    server = new KataServer(Files.createDirectories(folder), caddyAdmin, more);
    repository = server.repository("w", compose(1, true));
  }

  /** What the holder of the app's lock and the journal say. */
  record Sight(String mark, long process, String step, String journal) {}

  void commit(int version, boolean good) throws IOException {
    server.commit(repository, "kata-compose.yaml", compose(version, good));
  }

  /** Moves the branch without a deploy. */
  void receive() {
    server.git(
        repository,
        "push",
        "--quiet",
        "--receive-pack=git -c core.hooksPath=/dev/null receive-pack",
        server.root().resolve("repos").resolve(app).toString(),
        "main");
  }

  /** Sets the variable as an operator does. */
  void configure(int version) throws IOException {
    Files.writeString(
        server.root().resolve("config").resolve(app).resolve("ENV"), "VERSION=" + version + "\n");
  }

  /** Lets the app write many files into its code. */
  void write() throws IOException {
    Path code = Files.createDirectories(code().resolve("written"));
    for (int n = 0; n < FILES; n++) {
      Files.writeString(code.resolve(Integer.toString(n)), "");
    }
    writes = true;
  }

  Process push() throws IOException {
    return server.start(repository, "git", "push", "kata@localhost:" + app, "main");
  }

  Process start(String command) throws IOException {
    return server.start(server.root(), KataServer.FILE.toString(), command, app);
  }

  /** Puts right what was killed, and does no more: the app is in that mode already. */
  Process startRecovery() throws IOException {
    return server.start(server.root(), KataServer.FILE.toString(), "mode", app, "compose");
  }

  void deploy() {
    succeeds(server.kata("deploy", app));
  }

  void recover() {
    succeeds(server.kata("mode", app, "compose"));
  }

  /**
   * Signals the kata that holds the lock of the app when a command comes to a step. Returns what
   * there was to see then, and after a KILL what is left to see; nothing when the step was not met.
   */
  Optional<Sight> kill(Process command, String step, String journal, String signal)
      throws IOException, InterruptedException {
    boolean force = signal.equals("KILL");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (command.isAlive() && System.nanoTime() < end) {
      Optional<Sight> sight = look().filter(seen -> is(seen, step, journal));
      if (sight.isPresent()) {
        Optional<ProcessHandle> kata = ProcessHandle.of(sight.get().process());
        if (kata.isPresent()) {
          signal(kata.get(), signal);
        }
        if (!force) {
          return sight;
        }
        for (int n = 0; n < 1000 && kata.map(ProcessHandle::isAlive).orElse(false); n++) {
          Thread.sleep(1);
        }
        return look().filter(sight.get()::equals);
      }
      Thread.sleep(2);
    }
    return Optional.empty();
  }

  /** Waits until the hooks of a push have ended, also where git is gone. */
  void awaitHooks() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String mine = "KATA_ROOT=" + server.root();
    while (ProcessHandle.allProcesses()
            .anyMatch(
                process ->
                    environment(process).contains(mine)
                        && process.info().commandLine().orElse("").contains("post-receive"))
        && System.nanoTime() < end) {
      Thread.sleep(50);
    }
  }

  /** Checks that a release serves and nothing else is there; 0 is none. */
  void assertServes(int version, String told) throws IOException {
    List<String> containers = server.containers(app, "{{.Names}} {{.State}}");
    if (version == 0) {
      assertThat(containers).as(told).isEmpty();
      return;
    }
    assertThat(containers)
        .as(told)
        .containsExactlyInAnyOrder(app + "-web-1 running", app + "-db-1 running");
    for (String service : List.of("web", "db")) {
      Child environment = server.docker("exec", app + "-" + service + "-1", "printenv", "VERSION");
      assertThat(environment.output().strip()).as(told).isEqualTo(Integer.toString(version));
    }
    if (port.isPresent()) {
      URI route = URI.create("http://localhost:" + port.get());
      String answer = new String(route.toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).as(told).isEqualTo(Integer.toString(version));
    }
    if (writes) {
      assertThat(code().resolve("written").toFile().list()).as(told).hasSize(FILES);
    }
  }

  /** Checks that no file and no process of an interrupted command is left. */
  void assertNothingIsLeft(Optional<Sight> killed, String told) throws IOException {
    try (Stream<Path> files = Files.walk(server.root())) {
      assertThat(files.filter(this::isLeft)).as(told).isEmpty();
    }
    assertThat(look()).as(told).isEmpty();
    if (killed.isPresent()) {
      String mark = "KATA_PROCESS=" + killed.get().mark();
      assertThat(
              ProcessHandle.allProcesses()
                  .filter(process -> environment(process).contains(mark))
                  .map(process -> process.info().commandLine().orElse("?")))
          .as(told)
          .isEmpty();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private boolean isLeft(Path file) {
    String name = file.getFileName().toString();
    Path releases = server.root().resolve("releases").resolve(app);
    boolean unfinished =
        releases.equals(file.getParent())
            && name.matches("\\d+")
            && !Files.exists(releases.resolve(name + ".json"));
    return unfinished
        || name.equals("journal.json")
        || name.endsWith(".proposed.json")
        || name.equals(".docker-compose.next.yaml")
        // Who holds a lock next writes its holder anew.
        || (name.matches("\\..*\\.new") && !file.resolveSibling("").endsWith("locks"));
  }

  private Optional<Sight> look() {
    String[] lines =
        read(server.root().resolve(".kata/locks/app-" + app + ".holder")).split("\n", -1);
    Matcher process = PROCESS.matcher(lines.length < 5 ? "" : lines[1]);
    if (!process.find()) {
      return Optional.empty();
    }
    String text = read(server.root().resolve("releases").resolve(app).resolve("journal.json"));
    String journal =
        Stream.of("STARTING", "RECORDING").filter(text::contains).findFirst().orElse("");
    return Optional.of(new Sight(lines[0], Long.parseLong(process.group(1)), lines[3], journal));
  }

  private static boolean is(Sight sight, String step, String journal) {
    return sight.step().startsWith(step) && sight.journal().equals(journal);
  }

  /** KILL and TERM not by a program, which would take too long to start. */
  private static void signal(ProcessHandle process, String signal) throws IOException {
    switch (signal) {
      case "KILL" -> assertThat(process.destroyForcibly()).isTrue();
      case "TERM" -> assertThat(process.destroy()).isTrue();
      default -> new ProcessBuilder("kill", "-s", signal, "" + process.pid()).start();
    }
  }

  private Path code() throws IOException {
    return server.root().resolve("app").resolve(app).toRealPath();
  }

  private String compose(int version, boolean good) {
    String command = good ? "sleep infinity" : "sh -c 'exit 3'";
    String route =
        port.map(
                number ->
                    """
                    caddy:
                      listen: [":%d"]
                      routes: [{handle: [{handler: static_response, body: "$VERSION"}]}]
                    """
                        .formatted(number))
            .orElse("");
    return COMPOSE.formatted(version, command) + route;
  }

  private static void succeeds(Child command) {
    assertThat(command.ok()).as(command.output()).isTrue();
  }

  private static String environment(ProcessHandle process) {
    return read(Path.of("/proc", Long.toString(process.pid()), "environ"));
  }

  /** What is read may go away at any moment. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
