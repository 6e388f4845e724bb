import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures what kata costs with more apps and with a bigger repository; docs/growth.md says how.
 * Given several kata files, it takes each step with all of them, one right after the other. Each
 * has a KATA_ROOT and a Caddy of its own. What is made is removed at the end.
 */
public final class Growth {
  private static final String NAME = "kata-growth-" + Long.toString(System.nanoTime(), 36);
  private static final String REMOVE_CONTAINERS =
      "docker ps --all --quiet --filter name=%s | xargs -r docker rm --force".formatted(NAME);
  private static final Path HERE = Path.of(".");
  private static final int FILE_BYTES = 15_000; // 20,000 files are 300 MB
  private static final int FOLDERS = 200;

  private final int runs;
  private final Path folder = Files.createTempDirectory("kata-growth-");
  private final List<Side> sides = new ArrayList<>();

  private Growth(int runs, List<String> katas) throws IOException {
    this.runs = runs;
    // A hook runs after a failure and an interrupt, too.
    Runtime.getRuntime().addShutdownHook(new Thread(this::removeEverything));
    for (String kata : katas) {
      Side side = new Side(Path.of(kata).toAbsolutePath(), folder.resolve("side" + sides.size()));
      sides.add(side);
      side.open();
    }
  }

  /** Measures, and prints the tables. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length < 4) {
      System.err.println("usage: java src/bench/Growth.java APPS FILES RUNS KATA...");
      System.exit(2);
    }
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> System.err.println("error: " + e.getMessage()));
    int[] apps = Stream.of(arguments[0].split(",")).mapToInt(Integer::parseInt).toArray();
    List<String> katas = List.of(arguments).subList(3, arguments.length);
    Growth growth = new Growth(Integer.parseInt(arguments[2]), katas);
    String docker = execute(HERE, Map.of(), "docker", "version", "--format", "{{.Server.Version}}");
    System.out.printf("Java %s, Docker %s, %s runs%n", Runtime.version(), docker, arguments[2]);
    growth.measureApps(apps);
    if (!arguments[1].equals("0")) {
      growth.measureRepository(Integer.parseInt(arguments[1]));
    }
  }

  /** Prints what commands cost with so many apps, from few to many. */
  private void measureApps(int... counts) {
    printHead("apps");
    for (int count : Arrays.stream(counts).filter(count -> count > 0).sorted().toArray()) {
      System.err.printf("growth: bringing %d apps%n", count);
      sides.parallelStream().forEach(side -> side.bring(count));
      String apps = count == 1 ? "1 app" : count + " apps";
      // What is over at once is taken more often.
      printRow("`ls`, " + apps, 5 * runs, side -> {}, side -> side.kata("ls"));
      int boots = count > 50 ? 1 : runs; // with a start of each app: seconds for each
      printRow("`boot`, stopped, " + apps, boots, Side::stop, side -> side.kata("boot"));
      printRow("`boot`, no routes, " + apps, runs, Side::removeRoutes, side -> side.kata("boot"));
      printRow(
          "push of new code, " + apps,
          runs,
          Side::change,
          side -> side.push(side.repository, side.app));
    }
    execute(HERE, Map.of(), "sh", "-c", REMOVE_CONTAINERS);
  }

  /** Prints what pushes of so many files cost, and what they take on the disk. */
  private void measureRepository(int files) throws IOException {
    System.err.printf("growth: making a repository of %d files%n", files);
    Repository big = new Repository(folder.resolve("big"), sides.get(0).env);
    Random random = new Random(files); // does not compress, as pictures and archives do not
    for (int i = 0; i < files; i++) {
      byte[] bytes = new byte[FILE_BYTES];
      random.nextBytes(bytes);
      Path to = Files.createDirectories(big.work.resolve("folder" + i % FOLDERS));
      Files.write(to.resolve("file" + i), bytes);
    }
    big.commit("kata-compose.yaml", "services: {web: %s}\n".formatted(Side.SERVICE));
    double size = (double) files * FILE_BYTES;
    printHead("%d files, %.0f MB".formatted(files, size / 1e6));
    Samples[] first = samples("first push", runs);
    Samples[] line = samples("push of one changed line", runs);
    double[][] disk = new double[sides.size()][runs];
    for (int run = 0; run < runs; run++) {
      each(run, first, side -> side.push(big, side.app("big")));
      big.commit("line", "run " + run + "\n");
      each(run, line, side -> side.push(big, side.app("big")));
      for (int i = 0; i < sides.size(); i++) {
        String app = sides.get(i).app("big");
        disk[i][run] = sides.get(i).disk(app) / size;
        sides.get(i).kata("rm", "--force", "--wipe", app);
      }
    }
    System.out.println(line(first) + "\n" + line(line));
    System.out.print("| disk of repository and releases, to the size of the files |");
    Stream.of(disk).forEach(one -> System.out.print(format(" %.1f times |", median(one))));
    System.out.println(" | |".repeat(sides.size() - 1));
  }

  private void printHead(String first) {
    StringBuilder head = new StringBuilder("\n| " + first + " |");
    sides.forEach(side -> head.append(" `%s` |".formatted(side.program)));
    head.append(" ratio | ratios |".repeat(sides.size() - 1));
    System.out.println(head + "\n" + "|---".repeat(3 * sides.size() - 1) + "|");
  }

  private void printRow(String name, int count, Consumer<Side> before, Consumer<Side> timed) {
    Samples[] all = samples(name, count);
    for (int run = 0; run < count; run++) {
      sides.forEach(before);
      each(run, all, timed);
    }
    System.out.println(line(all));
  }

  private Samples[] samples(String name, int count) {
    System.err.println("growth: " + name);
    return sides.stream()
        .map(side -> new Samples(name, new double[count], new double[count]))
        .toArray(Samples[]::new);
  }

  /** Takes a step with each kata; the first in one run is the last in the next. */
  private void each(int run, Samples[] all, Consumer<Side> step) {
    for (int i = 0; i < all.length; i++) {
      int side = run % 2 == 0 ? i : all.length - 1 - i;
      step.accept(sides.get(side));
      all[side].seconds[run] = sides.get(side).seconds;
      all[side].mebibytes[run] = sides.get(side).mebibytes;
    }
  }

  /** What a step took each time. */
  public record Samples(String name, double[] seconds, double[] mebibytes) {}

  /** Returns the row of a table; the ratios are to the first. */
  public static String line(Samples... all) {
    StringBuilder line = new StringBuilder("| " + all[0].name + " |");
    for (Samples one : all) {
      line.append(format(" %.2f s, %.0f MiB |", median(one.seconds), median(one.mebibytes)));
    }
    for (Samples one : List.of(all).subList(1, all.length)) {
      double[] ratios =
          IntStream.range(0, one.seconds.length)
              .mapToDouble(i -> one.seconds[i] / all[0].seconds[i])
              .sorted()
              .toArray();
      double most = ratios[ratios.length - 1];
      line.append(format(" %.2f | %.2f..%.2f |", median(ratios), ratios[0], most));
    }
    return line.toString();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** A work tree that is pushed to many apps. */
  private record Repository(Path work, Map<String, String> env) {
    Repository {
      execute(HERE, env, "git", "init", "--quiet", "--initial-branch=main", work.toString());
      for (String set : List.of("user.name Bench", "user.email bench@example.org", "gc.auto 0")) {
        execute(work, env, "git", ("config " + set).split(" "));
      }
    }

    void commit(String file, String text) {
      try {
        Files.writeString(work.resolve(file), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      execute(work, env, "git", "add", "--all");
      execute(work, env, "git", "commit", "--quiet", "--message", "change");
    }
  }

  /** One kata with its apps, which sleep and have a route each, and its Caddy. */
  private static final class Side {
    static final String SERVICE =
        """
        {image: "debian:trixie-slim", command: sleep infinity, stop_signal: SIGKILL,
            network_mode: none, volumes: ["app:/app"]}\
        """;
    private static final String COMPOSE =
        """
        x-kata-mode: compose
        services: {web: %s}
        caddy:
          listen: [":%d"]
          routes:
            - match: [{host: [%s.example]}]
              handle: [{handler: static_response, body: ok}]
        # version %d
        """;

    final Path program;
    final Map<String, String> env;
    private final Path home;
    private final Repository repository;
    private final String admin = "127.0.0.1:" + freePort();
    private final int listen = freePort();
    private String app = "";
    private int apps;
    private int version;
    private double seconds;
    private double mebibytes;

    Side(Path program, Path home) throws IOException {
      this.program = program;
      this.home = Files.createDirectories(home);
      String words = "for SSH_ORIGINAL_COMMAND in \"$@\"; do :; done; export SSH_ORIGINAL_COMMAND";
      String forced = "exec time -f %%M -o '%s/peak' '%s' ssh-shell".formatted(home, program);
      Path ssh = Files.write(home.resolve("ssh"), List.of("#!/bin/sh", words, forced));
      ssh.toFile().setExecutable(true);
      env =
          Map.of(
              "HOME", home.toString(),
              "KATA_ROOT", home.resolve("root").toString(),
              "KATA_CADDY_ADMIN", admin,
              "KATA_JAVA_HOME", System.getProperty("java.home"),
              "GIT_SSH", ssh.toString(),
              "GIT_SSH_VARIANT", "simple");
      String config = "{\"admin\": {\"listen\": \"%s\"}}".formatted(admin);
      Files.writeString(home.resolve("caddy.json"), config);
      repository = new Repository(home.resolve("repository"), env);
    }

    void open() {
      sh("caddy start --config caddy.json > caddy.log 2>&1");
      kata("setup");
    }

    String sh(String line) {
      return execute(home, env, "sh", "-c", line);
    }

    String app(Object name) {
      return "%s-%s-%s".formatted(NAME, home.getFileName(), name);
    }

    void bring(int count) {
      for (; apps < count; apps++) {
        change(app(apps));
        push(repository, app);
      }
    }

    void change() {
      change(app(version % apps));
    }

    private void change(String app) {
      this.app = app;
      repository.commit("kata-compose.yaml", COMPOSE.formatted(SERVICE, listen, app, ++version));
    }

    void push(Repository from, String app) {
      timed(from.work, "git", "push", "kata@localhost:" + app, "main");
    }

    void kata(String... words) {
      List<String> argv = new ArrayList<>(List.of("-f", "%M", "-o", home + "/peak", "" + program));
      argv.addAll(List.of(words));
      timed(HERE, "time", argv.toArray(String[]::new));
    }

    private void timed(Path in, String program, String... words) {
      long begin = System.nanoTime();
      execute(in, env, program, words);
      seconds = (System.nanoTime() - begin) / 1e9;
      mebibytes = Double.parseDouble(sh("cat peak")) / 1024;
    }

    /** Leaves no app running and no route, as on a server that has just started. */
    void stop() {
      sh("docker ps --quiet --filter name=%s | xargs -r docker kill".formatted(app("")));
      removeRoutes();
    }

    void removeRoutes() {
      sh("caddy reload --force --config caddy.json --address " + admin);
    }

    /** Returns the bytes that the repository and the releases of an app take. */
    double disk(String app) {
      String kinds = "root/repos/%s root/releases/%s".formatted(app, app);
      return Double.parseDouble(sh("du -s --total -B1 %s | tail -n 1 | cut -f 1".formatted(kinds)));
    }
  }

  private void removeEverything() {
    StringBuilder line = new StringBuilder();
    sides.forEach(side -> line.append("caddy stop --address " + side.admin + "; "));
    line.append(REMOVE_CONTAINERS + "; rm -r " + folder); // each also when one before it failed
    execute(HERE, Map.of(), "sh", "-c", line.toString());
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
}
