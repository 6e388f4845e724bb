package kata.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Tells the story of a deploy to a file in the logs of the app, and then to whoever listens: what a
 * person was told, or could not be told, is in the log.
 */
final class DeployLog implements Progress, AutoCloseable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int KEPT = 30;

  private final Progress told;
  private final Path path;
  private final PrintStream file;

  private DeployLog(Progress told, Path path, PrintStream file) {
    this.told = told;
    this.path = path;
    this.file = file;
  }

  /** Opens the log; a log that cannot be written does not stop a deploy. */
  static DeployLog open(AppHome app, Revision revision, Progress told) {
    AtomicFile.makeFolder(app.logs());
    String name = "deploy-%s-%s.log".formatted(STAMP.format(Instant.now()), revision.shortForm());
    Path path = app.logs().resolve(name);
    try {
      deleteOldest(app.logs());
      return new DeployLog(
          told, path, new PrintStream(Files.newOutputStream(path), true, StandardCharsets.UTF_8));
    } catch (IOException e) {
      told.warn("cannot write %s: %s".formatted(path, Reason.of(e)));
      return new DeployLog(
          told,
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
    told.step(text);
  }

  @Override
  public void detail(String text) {
    file.println("       " + text);
    told.detail(text);
  }

  @Override
  public void warn(String text) {
    file.println("warning: " + text);
    told.warn(text);
  }

  @Override
  public void success(String text) {
    file.println("success: " + text);
    told.success(text);
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
      told.warn("the log of this deploy is not complete: cannot write " + path);
    }
    file.close();
  }
}
