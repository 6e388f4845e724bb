import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares kata with the original script, pair by pair; docs/performance.md says how. Both have a
 * KATA_ROOT of their own and the same app. What is made is removed at the end.
 */
public final class Bench {
  private static final String NAME = "kata-bench-" + Long.toString(System.nanoTime(), 36);
  private static final String LATEST = "kata/python:latest";
  private static final Path HERE = Path.of(".");
  private static final Runnable NOTHING = () -> {};

  private final int count;
  private final Path folder = Files.createTempDirectory("kata-bench-");
  private final String imagesBefore = docker("images", "--format", "{{.Repository}}:{{.Tag}}");
  private final String latestBefore = docker("images", "--quiet", LATEST);
  private final List<String> imagesMade = new ArrayList<>();
  private final Side ours;
  private final Side theirs;

  private Bench(Path kata, Path original, int count) throws IOException {
    this.count = count;
    // A hook runs after a failure and an interrupt, too.
    Runtime.getRuntime().addShutdownHook(new Thread(this::removeEverything));
    ours = new Side(kata, folder.resolve("ours"), false, "exec '%s' ssh-shell".formatted(kata));
    // As setup:ssh of the original has it: the shell splits the words.
    String forced = "export FINGERPRINT=bench NAME=default; exec '%s' $SSH_ORIGINAL_COMMAND";
    theirs = new Side(original, folder.resolve("theirs"), true, forced.formatted(original));
  }

  /** Measures, and prints the table. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length < 1 || arguments.length > 3 || arguments[0].startsWith("-")) {
      System.err.println("usage: java src/bench/Bench.java KATA [ORIGINAL [PAIRS]]");
      System.exit(2);
    }
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> System.err.println("error: " + e.getMessage()));
    Path original = program(arguments.length > 1 ? arguments[1] : "kata-original");
    int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 9;
    new Bench(program(arguments[0]), original, count).run();
  }

  private void run() throws IOException {
    System.err.println("bench: making an app on both sides, and the image of its runtime");
    ours.bring();
    String image = docker("inspect", ours.app + "-web-1", "--format", "{{.Config.Image}}");
    docker("tag", image, LATEST); // the name by which the original looks for its own
    imagesMade.addAll(List.of(image, LATEST));
    theirs.bring();
    System.out.println(versions());
    System.out.println("| | ours | theirs | ratio | ratios |\n|---|---|---|---|---|");
    int quick = 5 * count; // what is over at once is taken more often
    row("`help`", quick, side -> new Step(() -> side.kata("help")));
    row("`ls` with 1 app", quick, side -> new Step(() -> side.kata("ls")));
    makeOthers(200);
    row("`ls` with 200 containers", quick, side -> new Step(() -> side.kata("ls")));
    removeContainers(NAME + "-other");
    row("`config:docker`", quick, side -> new Step(() -> side.kata("config:docker", side.app)));
    row("first push", count, side -> new Step(side::remove, side::push, side::await));
    row("push of new code to answering with it", count, Side::newCode);
    row("`restart`", count, s -> new Step(NOTHING, () -> s.kata("restart", s.app), s::await));
    row("`rm`", count, side -> new Step(side::bring, side::remove, NOTHING));
    System.out.print(
        """

        Seconds are medians; ratios are ours / theirs in each pair: their median, their range.
        New code: ours answers with it after a push, the original after a push and `restart`.
        First push and `restart`: ours ends when the app answers, the original before.
        """);
  }

  private String versions() throws IOException {
    String interpreter = Files.readAllLines(theirs.program).get(0).replaceFirst("^#! *", "");
    return "Java %s, %s, Docker %s, %d processors, %d pairs\n"
        .formatted(
            Runtime.version(),
            execute(HERE, Map.of(), "env", (interpreter + " --version").split(" +", -1)),
            docker("version", "--format", "{{.Server.Version}}"),
            Runtime.getRuntime().availableProcessors(),
            count);
  }

  private void row(String name, int pairs, Function<Side, Step> step) {
    System.err.println("bench: " + name);
    System.out.println(pairs(name, pairs, step.apply(ours), step.apply(theirs)).line());
  }

  /** Takes both steps so many times; who is first changes. */
  private static Result pairs(String name, int count, Step ours, Step theirs) {
    List<Step> steps = List.of(ours, theirs);
    double[][] seconds = new double[2][count];
    for (int i = 0; i < 2 * count; i++) {
      int side = (i + i / 2) % 2; // 0 1, 1 0, 0 1, ...
      seconds[side][i / 2] = steps.get(side).seconds();
    }
    return new Result(name, seconds[0], seconds[1]);
  }

  /** What is timed, and what is done before and after it without being timed. */
  private record Step(Runnable before, Runnable timed, Runnable after) {
    Step(Runnable timed) {
      this(NOTHING, timed, NOTHING);
    }

    double seconds() {
      before.run();
      long begin = System.nanoTime();
      timed.run();
      long end = System.nanoTime();
      after.run();
      return (end - begin) / 1e9;
    }
  }

  /** The seconds of both sides, pair by pair. */
  public record Result(String name, double[] ours, double[] theirs) {
    /** Returns the row of the table. The median of ratios is not the ratio of medians. */
    public String line() {
      double[] ratios =
          IntStream.range(0, ours.length).mapToDouble(i -> ours[i] / theirs[i]).sorted().toArray();
      return String.format(
          Locale.ROOT,
          "| %s | %.2f s | %.2f s | %.2f | %.2f..%.2f |",
          name,
          median(ours),
          median(theirs),
          median(ratios),
          ratios[0],
          ratios[ratios.length - 1]);
    }

    private static double median(double[] values) {
      double[] sorted = Arrays.stream(values).sorted().toArray();
      return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
  }

  /** One of the two programs, with a home and a small web server that tells its version. */
  private static final class Side {
    private static final String COMPOSE =
        """
        x-kata-mode: compose
        services:
          web:
            runtime: python
            command: python3 app.py
            init: true
            ports: ["127.0.0.1:%d:8000"]
        """;
    private static final String CODE =
        """
        from http.server import BaseHTTPRequestHandler, HTTPServer
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"version %d")
        HTTPServer(("", 8000), Handler).serve_forever()
        """;

    final Path program;
    final String app;
    private final Path repository;
    private final Map<String, String> env;
    private final boolean restarts;
    private final int port;
    private int version;
    private CompletableFuture<Void> deploying = CompletableFuture.completedFuture(null);

    /** Sets it up; {@code forced} is what sshd would give to the shell. */
    Side(Path program, Path home, boolean restarts, String forced) throws IOException {
      this.program = program;
      this.restarts = restarts;
      app = NAME + "-" + home.getFileName();
      repository = Files.createDirectories(home.resolve("repository"));
      String words = "for SSH_ORIGINAL_COMMAND in \"$@\"; do :; done; export SSH_ORIGINAL_COMMAND";
      Path ssh = Files.write(home.resolve("ssh"), List.of("#!/bin/sh", words, forced));
      ssh.toFile().setExecutable(true);
      env =
          Map.of(
              "HOME", home.toString(),
              "KATA_ROOT", home.resolve("root").toString(),
              "KATA_JAVA_HOME", System.getProperty("java.home"),
              "GIT_SSH", ssh.toString(),
              "GIT_SSH_VARIANT", "simple");
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      kata("setup");
      git("init", "--quiet", "--initial-branch=main");
      git("config", "user.name", "Bench");
      git("config", "user.email", "bench@example.org");
      change();
    }

    void change() {
      version++;
      try {
        Files.writeString(repository.resolve("kata-compose.yaml"), COMPOSE.formatted(port));
        Files.writeString(repository.resolve("requirements.txt"), "");
        Files.writeString(repository.resolve("app.py"), CODE.formatted(version));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      git("add", "--all");
      git("commit", "--quiet", "--message", "version " + version);
    }

    Step newCode() {
      return new Step(this::change, this::deploy, () -> deploying.join());
    }

    /** Returns as soon as the new code answers; the push may still have something to say. */
    private void deploy() {
      Runnable rest = restarts ? () -> kata("restart", app) : NOTHING;
      deploying = CompletableFuture.runAsync(this::push).thenRun(rest);
      await();
    }

    void bring() {
      push();
      await();
    }

    /** Asks until the present version answers, or what should bring it has failed. */
    void await() {
      for (long begin = System.nanoTime(); !answers(); LockSupport.parkNanos(10_000_000)) {
        if (deploying.isCompletedExceptionally() || System.nanoTime() - begin > 120e9) {
          deploying.join();
          throw new IllegalStateException(app + " does not answer with version " + version);
        }
      }
    }

    private boolean answers() {
      try {
        var page = URI.create("http://127.0.0.1:" + port).toURL().openConnection(Proxy.NO_PROXY);
        page.setReadTimeout(1000);
        try (InputStream in = page.getInputStream()) {
          return new String(in.readAllBytes(), UTF_8).equals("version " + version);
        }
      } catch (IOException e) {
        return false;
      }
    }

    void push() {
      execute(repository, env, "git", "push", "kata@localhost:" + app, "main");
    }

    void remove() {
      kata("rm", "--force", "--wipe", app);
    }

    void kata(String... words) {
      execute(HERE, env, program.toString(), words);
    }

    private void git(String... words) {
      execute(repository, env, "git", words);
    }
  }

  /** Containers of other projects that are there, as Compose labels them, and never ran. */
  private void makeOthers(int count) {
    for (int i = 1; i <= count; i++) {
      String name = NAME + "-other" + i;
      String project = "--label=com.docker.compose.project=" + name;
      docker("create", "--name", name, project, "--label=com.docker.compose.service=web", LATEST);
    }
  }

  private void removeEverything() {
    List<Runnable> steps = new ArrayList<>();
    steps.add(() -> removeContainers(NAME));
    for (String kind : List.of("network", "volume")) {
      steps.add(
          () -> forAll(docker(kind, "ls", "--quiet", "--filter", "name=" + NAME), kind, "rm"));
    }
    for (String made : imagesMade) {
      steps.add(imagesBefore.contains(made) ? NOTHING : () -> docker("rmi", made));
    }
    steps.add(latestBefore.isEmpty() ? NOTHING : () -> docker("tag", latestBefore, LATEST));
    steps.add(() -> execute(HERE, Map.of(), "rm", "-r", folder.toString()));
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (IllegalStateException e) { // the other steps have to be taken all the same
        System.err.println("warning: " + e.getMessage());
      }
    }
  }

  private static void removeContainers(String name) {
    forAll(docker("ps", "--all", "--quiet", "--filter", "name=" + name), "rm", "--force");
  }

  private static void forAll(String ids, String... command) {
    if (!ids.isEmpty()) {
      docker(Stream.concat(Stream.of(command), ids.lines()).toArray(String[]::new));
    }
  }

  private static String docker(String... words) {
    return execute(HERE, Map.of(), "docker", words);
  }

  /** Returns what a program says, and fails with it when the program does. */
  private static String execute(Path in, Map<String, String> env, String program, String... words) {
    List<String> argv = new ArrayList<>(List.of(words));
    argv.add(0, program);
    ProcessBuilder builder = new ProcessBuilder(argv).directory(in.toFile());
    builder.environment().putAll(env);
    builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("%s: %s".formatted(String.join(" ", argv), output));
      }
      return output;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", argv) + ": " + e, e);
    }
  }

  private static Path program(String name) {
    return Path.of(execute(HERE, Map.of(), "which", name)).toAbsolutePath();
  }
}
