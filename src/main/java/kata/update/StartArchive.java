package kata.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.AtomicFile;
import kata.home.FolderTree;
import kata.home.HeldLock;
import kata.home.KataHome;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Progress;
import kata.process.Result;
import kata.text.Reason;

/**
 * Builds the JVM start-up cache, so that a start need not read and verify kata's classes again: a
 * CDS archive on Java 17 and 21, an AOT cache since 25. A cache is valid for one kata file and one
 * Java; Java checks this itself, and an outdated cache only costs time. The stub script passes it
 * to Java.
 */
public final class StartArchive {
  /** The command of kata that this runs to learn what a start needs. */
  public static final String WARM_UP = "warm-up";

  private static final int FIRST_WITH_AOT_CACHE = 25;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Exec exec;
  private final KataHome home;

  /** Stores the cache in this home. */
  public StartArchive(Exec exec, KataHome home) {
    this.exec = exec;
    this.home = home;
  }

  /**
   * Builds the cache unless one exists for this file and this Java, and returns the Java version.
   * Throws when that fails, and leaves no cache; or when another kata process is building it.
   */
  public String make(Path program) {
    String key = key(program);
    AtomicFile.makeFolder(home.startFolder());
    if (!key.equals(builtFor())) {
      try (HeldLock lock =
          HeldLock.take(home.startLock(), "setup", Duration.ZERO, Progress.silent())) {
        replace(program, key);
      }
    }
    return "Java " + System.getProperty("java.version");
  }

  /** Rebuilds an outdated cache of this user. Reports a failure, and does not throw. */
  public void renew(Path program, Progress progress) {
    try {
      if (isOurs() && !key(program).equals(builtFor())) {
        progress.detail("kata or Java has changed: rebuilding the JVM start-up cache");
        make(program);
      }
    } catch (KataException e) {
      if (e instanceof Interrupted) {
        throw e;
      }
      progress.detail(
          "kata starts slowly until `kata setup` rebuilds the JVM start-up cache: " + e.message());
    }
  }

  private void replace(Path program, String key) {
    Path fresh = home.startFolder().resolve("fresh");
    Path classes = home.startFolder().resolve("classes");
    Path trial = home.startFolder().resolve("trial");
    boolean cache = Integer.getInteger("java.specification.version", 0) >= FIRST_WITH_AOT_CACHE;
    try {
      for (Path old : List.of(stamp(), archive(true), archive(false), fresh, classes, trial)) {
        FolderTree.delete(old);
      }
      if (cache) {
        train(program, "-XX:AOTCacheOutput=fresh", WARM_UP);
      } else {
        train(program, "-XX:DumpLoadedClassList=classes", WARM_UP);
        train(program, "-Xshare:dump -XX:SharedClassListFile=classes -XX:SharedArchiveFile=fresh");
      }
      if (!Files.isRegularFile(fresh)) {
        throw failed("Java wrote none");
      }
      AtomicFile.replace(archive(cache), fresh);
      AtomicFile.write(stamp(), key, "rw-------");
    } finally {
      FolderTree.delete(fresh);
      FolderTree.delete(classes);
      FolderTree.delete(trial);
    }
  }

  /** Runs kata with Java options, in the cache's folder, so that the options need no paths. */
  private void train(Path program, String options, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(program.toString()));
    argv.addAll(List.of(arguments));
    Result result =
        exec.run(
            Invocation.of(argv)
                .env("KATA_JAVA_HOME", System.getProperty("java.home"))
                .env("KATA_JAVA_OPTIONS", options)
                .env("KATA_ROOT", home.startFolder().resolve("trial").toString())
                .in(home.startFolder())
                .within(LIMIT));
    if (!result.ok()) {
      // Java prints its reason on standard output.
      String output = result.lastError().isEmpty() ? result.text() : result.lastError();
      throw failed(
          output.lines().reduce("Java exited with " + result.status(), (first, last) -> last));
    }
  }

  /** Returns whether this user built the cache: the stub script accepts no other. */
  private boolean isOurs() {
    try {
      return Files.getOwner(stamp()).getName().equals(System.getProperty("user.name"));
    } catch (IOException e) {
      return false; // no cache exists
    }
  }

  private Path archive(boolean cache) {
    return home.startFolder().resolve(cache ? "kata.aot" : "kata.jsa");
  }

  private Path stamp() {
    return home.startFolder().resolve("made-for");
  }

  /** Returns the key of the existing cache; empty when it is missing or incomplete. */
  private String builtFor() {
    try {
      return Files.readString(stamp());
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns the key of a cache: everything it depends on. */
  private static String key(Path program) {
    try {
      return "%s %d %d\n%s %s\n"
          .formatted(
              program,
              Files.size(program),
              Files.getLastModifiedTime(program).toMillis(),
              System.getProperty("java.home"),
              System.getProperty("java.vm.version"));
    } catch (IOException e) {
      throw failed("%s cannot be read: %s".formatted(program, Reason.of(e)));
    }
  }

  private static KataException failed(String why) {
    return new OperationFailed("cannot build the JVM start-up cache: " + why, "");
  }
}
