package kata.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.deploy.PushDeploy;
import kata.docker.inventory.Inventory;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.git.TrialCommit;
import kata.git.hook.HookCall;
import kata.home.AppHome;
import kata.home.AppName;
import kata.home.KataHome;
import kata.process.Exec;
import kata.process.Progress;
import kata.update.InstalledProgram;
import kata.update.StartArchive;

/**
 * Runs the main commands in an empty KATA_ROOT, so that Java can record what a start needs. Its app
 * has one service with no copies and no route: no container starts, and Caddy is not asked. A
 * command that fails prints why, and the next one runs all the same.
 */
public final class WarmUpCommand implements Command {
  /** What {@link StartArchive} runs. */
  public static final String NAME = StartArchive.WARM_UP;

  private static final String OWN = "kata/";
  private static final String CLASS = ".class";
  private static final String SAMPLE =
      """
      services:
        web:
          runtime: python
          command: python3 -m http.server ${PORT}
          environment: {GREETING: "hello ${PORT:-8000}"}
          labels: ["warm.up=1"]
          ports: ["127.0.0.1:${PORT}:${PORT}"]
      environment:
        PORT: 8000
      caddy:
        listen: [":80"]
        routes:
          - match: [{host: [warm-up.example]}]
            handle: [{handler: reverse_proxy, upstreams: [{dial: "127.0.0.1:$PORT"}]}]
      """;

  private static final String IDLE =
      """
      x-kata-mode: compose
      services:
        web:
          image: localhost:1/warm-up
          pull_policy: never
          ports: ["127.0.0.1:65535:80"]
          deploy: {replicas: 0}
      networks:
        default: {name: bridge, external: true}
      """;

  private final KataHome home;
  private final Exec exec;
  private final Inventory inventory;
  private final PushDeploy pushes;
  private final InstalledProgram program;
  private final ToIntFunction<List<String>> kata;

  /**
   * Warms these services up.
   *
   * @param kata runs a command line of kata
   */
  public WarmUpCommand(
      KataHome home,
      Exec exec,
      Inventory inventory,
      PushDeploy pushes,
      InstalledProgram program,
      ToIntFunction<List<String>> kata) {
    this.home = home;
    this.exec = exec;
    this.inventory = inventory;
    this.pushes = pushes;
    this.program = program;
    this.kata = kata;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.HIDDEN, "exercise kata to build the JVM start-up cache");
  }

  @Override
  public int run() {
    requireEmpty(home.root());
    loadOwnClasses();
    kata("help");
    kata("help deploy");
    // Docker may have containers under any name that a person would choose.
    String name = "warm-up-" + Long.toString(System.nanoTime(), 36);
    AppHome app = home.app(new AppName(name));
    pushes.rehearse(app, SAMPLE);
    kata("git-receive-pack " + name);
    if (dockerAnswers()) {
      push(app);
      push(app);
      for (String line : List.of("ls", "ps %s", "config:docker %s", "restart %s", "rm -f -w %s")) {
        kata(line.formatted(name));
      }
    }
    return ExitCode.DONE.status();
  }

  private static void requireEmpty(Path root) {
    try (Stream<Path> entries = Files.exists(root) ? Files.list(root) : Stream.empty()) {
      if (entries.findAny().isPresent()) {
        throw KataException.refused(
            "warm-up needs an empty KATA_ROOT, but %s is not empty".formatted(root),
            "set KATA_ROOT to an empty folder");
      }
    } catch (IOException e) {
      throw KataException.refused("cannot list %s: %s".formatted(root, e), "");
    }
  }

  private void kata(String line) {
    int unused = kata.applyAsInt(List.of(line.split(" ", -1)));
  }

  /** Asks only once: each command would wait for a Docker that does not answer. */
  private boolean dockerAnswers() {
    try {
      inventory.everywhere();
      return true;
    } catch (KataException e) {
      return false;
    }
  }

  private void push(AppHome app) {
    Path code = app.data(); // rm deletes it with the app
    try {
      Files.writeString(Files.createDirectories(code).resolve("page"), "" + System.nanoTime());
      Files.writeString(code.resolve(KataHome.SOURCE_FILE), IDLE);
    } catch (IOException e) {
      throw new OperationFailed("cannot write to %s: %s".formatted(code, e));
    }
    new TrialCommit(exec, app.repo(), code)
        .make()
        .ifPresent(
            line -> {
              HookCall call = new HookCall(Map.of(), List.of(), List.of(line));
              pushes.check(app, call, Progress.silent());
              kata("deploy " + app.name());
            });
  }

  private void loadOwnClasses() {
    try (ZipFile jar = new ZipFile(program.file().toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.startsWith(OWN) && name.endsWith(CLASS)) {
          String dotted = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
          Class.forName(dotted, false, WarmUpCommand.class.getClassLoader());
        }
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new OperationFailed("cannot read kata's own classes: " + e, "", e);
    }
  }
}
