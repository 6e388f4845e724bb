package kata.cli;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.home.AppName;
import kata.process.Invocation;

/** Goes through what kata does, and changes nothing: Java learns from it what a start needs. */
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
    loadOwnClasses();
    for (String line : List.of("help", "help deploy", "ls", "ps", "config:docker warm-up")) {
      int status = runner.applyAsInt(List.of(line.split(" ", -1)));
      if (status == ExitCode.FAULT.status()) {
        return status;
      }
    }
    services.exec().run(Invocation.of("git", "--version"));
    services.deployment().pushes().rehearse(services.home().app(new AppName("warm-up")), SAMPLE);
    return 0;
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
