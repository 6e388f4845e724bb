package kata.cli;

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
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.git.HookCall;
import kata.git.TrialCommit;
import kata.home.AppHome;
import kata.home.AppName;
import kata.home.KataHome;
import kata.process.Progress;

/**
 * Goes through what kata does, in a KATA_ROOT of its own: Java learns from it what a start needs.
 * Nothing runs for it and Caddy is not told: the app has one service without a copy, and no route.
 * What fails has told why, and is no reason to learn nothing else.
 */
final class WarmUpCommand {
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

  private final Services services;
  private final ToIntFunction<List<String>> runner;

  WarmUpCommand(Services services, ToIntFunction<List<String>> runner) {
    this.services = services;
    this.runner = runner;
  }

  Verb verb() {
    return Verb.hidden("warm-up", "go through what kata does, for Java to learn it", this::run);
  }

  private int run() {
    requireNothing(services.home().root());
    loadOwnClasses();
    kata("help");
    kata("help deploy");
    // Docker may have things of an app of any name that a person would choose.
    String name = "warm-up-" + Long.toString(System.nanoTime(), 36);
    AppHome app = services.home().app(new AppName(name));
    services.deployment().pushes().rehearse(app, SAMPLE);
    kata("git-receive-pack " + name);
    if (dockerAnswers()) {
      push(app);
      push(app);
      for (String line : List.of("ls", "ps %s", "config:docker %s", "restart %s", "rm -f -w %s")) {
        kata(line.formatted(name));
      }
    }
    return 0;
  }

  private static void requireNothing(Path root) {
    try (Stream<Path> there = Files.exists(root) ? Files.list(root) : Stream.empty()) {
      if (there.findAny().isPresent()) {
        throw KataException.refused(
            "warm-up does not touch %s: there is something in it".formatted(root),
            "give it an empty folder as KATA_ROOT");
      }
    } catch (IOException e) {
      throw KataException.refused("cannot list %s: %s".formatted(root, e), "");
    }
  }

  private void kata(String line) {
    int unused = runner.applyAsInt(List.of(line.split(" ", -1)));
  }

  /** Asks once: each command would wait for a Docker that is silent. */
  private boolean dockerAnswers() {
    try {
      services.inventory().everywhere();
      return true;
    } catch (KataException e) {
      return false;
    }
  }

  private void push(AppHome app) {
    Path code = app.data(); // goes with the app
    try {
      Files.writeString(Files.createDirectories(code).resolve("page"), "" + System.nanoTime());
      Files.writeString(code.resolve(KataHome.SOURCE_FILE), IDLE);
    } catch (IOException e) {
      throw new OperationFailed("cannot write to %s: %s".formatted(code, e));
    }
    new TrialCommit(services.exec(), app.repo(), code)
        .make()
        .ifPresent(
            line -> {
              services
                  .deployment()
                  .pushes()
                  .check(app, new HookCall(Map.of(), List.of(), List.of(line)), Progress.silent());
              kata("deploy " + app.name());
            });
  }

  private void loadOwnClasses() {
    try (ZipFile jar = new ZipFile(services.installedProgram().toFile())) {
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
