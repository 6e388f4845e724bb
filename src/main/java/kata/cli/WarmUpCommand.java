package kata.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.home.AppHome;
import kata.home.AppName;
import kata.home.KataHome;
import kata.process.Invocation;
import kata.process.Result;

/**
 * Goes through what kata does, in a KATA_ROOT of its own: Java learns from it what a start needs.
 * Nothing is started and Caddy is not told: the app that is pushed has neither services nor a
 * route.
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
    if (!services.home().appNames().isEmpty()) {
      throw KataException.refused(
          "warm-up does not touch a KATA_ROOT with apps", "give it an empty folder");
    }
    loadOwnClasses();
    // Docker may have things of an app of any name that a person would choose.
    String name = "warm-up-" + Long.toString(System.nanoTime(), 36);
    kata("help");
    kata("help deploy");
    kata("git-receive-pack " + name);
    AppHome app = services.home().app(new AppName(name));
    services.deployment().pushes().rehearse(app, SAMPLE);
    push(app);
    push(app);
    for (String line : List.of("ls", "ps %s", "config:docker %s", "restart %s", "rm -f -w %s")) {
      kata(line.formatted(name));
    }
    return 0;
  }

  private void kata(String line) {
    int unused = runner.applyAsInt(List.of(line.split(" ", -1)));
  }

  private void push(AppHome app) {
    Path code = services.home().root().resolve("code");
    try {
      Files.writeString(Files.createDirectories(code).resolve("page"), "" + System.nanoTime());
      Files.writeString(code.resolve(KataHome.SOURCE_FILE), IDLE);
    } catch (IOException e) {
      throw new KataException(ExitCode.FAILED, "cannot write to %s: %s".formatted(code, e));
    }
    Invocation git = Invocation.of("git", "--git-dir=" + app.repo(), "--work-tree=" + code);
    Result before = services.exec().run(git.with("rev-parse", "--verify", "--quiet", "HEAD"));
    services.exec().run(git.with("add", "--all"));
    services
        .exec()
        .run(
            git.with("-c", "user.name=kata", "-c", "user.email=kata@localhost")
                .with("-c", "commit.gpgsign=false", "commit", "--quiet", "--message=warm-up"));
    Result after = services.exec().run(git.with("rev-parse", "HEAD"));
    String old = before.ok() ? before.text() : "0".repeat(40);
    String line = "%s %s refs/heads/main".formatted(old, after.text());
    services.deployment().pushes().check(app, List.of(line), Map.of());
    kata("deploy " + app.name());
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
      throw new KataException(ExitCode.FAILED, "cannot read kata's own classes: " + e, "", e);
    }
  }
}
