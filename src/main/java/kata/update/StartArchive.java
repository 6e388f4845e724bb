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
 * What Java keeps of kata's classes, so that a start need not read and check them again: class data
 * on Java 17 and 21, an AOT cache since 25. It is good for one kata file and one Java, which both
 * look at it themselves; one that does not fit costs time and nothing else. The stub names it.
 */
public final class StartArchive {
  /** The command of kata that this runs to learn what a start needs. */
  public static final String WARM_UP = "warm-up";

  private static final int FIRST_WITH_AOT_CACHE = 25;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Exec exec;
  private final KataHome home;

  /** Keeps it in the folder of this home. */
  public StartArchive(Exec exec, KataHome home) {
    this.exec = exec;
    this.home = home;
  }

  /**
   * Makes it, unless there is one for this file and this Java, and returns what it is for. Throws
   * when it cannot be made, and there is none then; or when another kata is making it.
   */
  public String make(Path program) {
    String fit = fit(program);
    AtomicFile.makeFolder(home.startFolder());
    if (!fit.equals(made())) {
      try (HeldLock lock =
          HeldLock.take(home.startLock(), "setup", Duration.ZERO, Progress.silent())) {
        replace(program, fit);
      }
    }
    return "Java " + System.getProperty("java.version");
  }

  /**
   * Makes it anew where this user had one that fits no more. Tells of a failure, and does not fail.
   */
  public void renew(Path program, Progress progress) {
    try {
      if (isOurs() && !fit(program).equals(made())) {
        progress.detail("kata or Java is another than before: making its starts quick again");
        make(program);
      }
    } catch (KataException e) {
      if (e instanceof Interrupted) {
        throw e;
      }
      progress.detail("kata starts slowly until `kata setup` can mend that: " + e.message());
    }
  }

  private void replace(Path program, String fit) {
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
        throw failed("Java made none");
      }
      AtomicFile.replace(archive(cache), fresh);
      AtomicFile.write(stamp(), fit, "rw-------");
    } finally {
      FolderTree.delete(fresh);
      FolderTree.delete(classes);
      FolderTree.delete(trial);
    }
  }

  /** Runs kata with options of Java, in the folder, where their files need no path. */
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
      // Java says on standard output why it cannot go on.
      String said = result.lastError().isEmpty() ? result.text() : result.lastError();
      throw failed(
          said.lines().reduce("Java ended with " + result.status(), (first, last) -> last));
    }
  }

  /** Tells whether there is one that this user made: the stub takes no other. */
  private boolean isOurs() {
    try {
      return Files.getOwner(stamp()).getName().equals(System.getProperty("user.name"));
    } catch (IOException e) {
      return false; // there is none
    }
  }

  private Path archive(boolean cache) {
    return home.startFolder().resolve(cache ? "kata.aot" : "kata.jsa");
  }

  private Path stamp() {
    return home.startFolder().resolve("made-for");
  }

  /** Returns what it was made for; nothing when it is not there, or was not finished. */
  private String made() {
    try {
      return Files.readString(stamp());
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns what an archive depends on, as Java sees it. */
  private static String fit(Path program) {
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
    return new OperationFailed("cannot make the archive for quick starts: " + why, "");
  }
}
