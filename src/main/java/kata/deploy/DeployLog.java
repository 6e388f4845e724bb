package kata.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kata.error.KataException;
import kata.git.Revision;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.process.Progress;
import kata.text.Reason;

/**
 * Writes the progress of a deploy to a file in the logs of the app, with the time of each step, and
 * passes it on.
 */
final class DeployLog implements Progress, AutoCloseable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int KEPT = 30;

  private final Progress progress;
  private final Path path;
  private final PrintStream file;

  private DeployLog(Progress progress, Path path, PrintStream file) {
    this.progress = progress;
    this.path = path;
    this.file = file;
  }

  /** Opens the log; a log that cannot be written does not stop a deploy. */
  static DeployLog open(AppHome app, Revision revision, Progress progress) {
    AtomicFile.makeFolder(app.logs());
    String name = "deploy-%s-%s.log".formatted(STAMP.format(Instant.now()), revision.shortForm());
    Path path = app.logs().resolve(name);
    try {
      deleteOldest(app.logs());
      return new DeployLog(
          progress,
          path,
          new PrintStream(Files.newOutputStream(path), true, StandardCharsets.UTF_8));
    } catch (IOException e) {
      progress.warn("cannot write %s: %s".formatted(path, Reason.of(e)));
      return new DeployLog(
          progress,
          path,
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }
  }

  /** Makes room for one more. The names sort by time. */
  private static void deleteOldest(Path folder) throws IOException {
    List<Path> logs = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "deploy-*.log")) {
      found.forEach(logs::add);
    }
    logs.sort(Comparator.naturalOrder());
    for (Path log : logs.subList(0, Math.max(0, logs.size() - KEPT + 1))) {
      Files.deleteIfExists(log);
    }
  }

  @Override
  public void step(String text) {
    file.println("-----> " + text);
    progress.step(text);
  }

  @Override
  public void detail(String text) {
    file.println("       " + text);
    progress.detail(text);
  }

  @Override
  public void warn(String text) {
    file.println("warning: " + text);
    progress.warn(text);
  }

  @Override
  public void success(String text) {
    file.println("success: " + text);
    progress.success(text);
  }

  @Override
  public void timed(String step, Duration took) {
    file.printf("time: %s %.2f s%n", step, took.toMillis() / 1000.0);
    progress.timed(step, took);
  }

  /** Notes the end of a deploy that failed; telling the person is the command's part. */
  void failed(KataException failure) {
    file.println("error: " + failure.message());
    if (!failure.hint().isEmpty()) {
      file.println("hint: " + failure.hint());
    }
  }

  @Override
  public void close() {
    if (file.checkError()) { // a full disk; a PrintStream throws nothing
      progress.warn("the log of this deploy is not complete: cannot write " + path);
    }
    file.close();
  }
}
