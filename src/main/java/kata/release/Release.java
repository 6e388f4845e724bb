package kata.release;

import java.nio.file.Files;
import java.nio.file.Path;
import kata.home.KataHome;

/**
 * One checkout of an app.
 *
 * @param number counts up from 1; 0 for a folder that was not made by a deploy of kata
 * @param code its folder
 * @param revision the commit, or empty for a folder put there by hand
 */
public record Release(int number, Path code, String revision) {
  /** Returns its name in messages, such as {@code release 3}. */
  public String displayName() {
    return number == 0 ? "the folder at " + code : "release " + number;
  }

  /** Returns its commit as git shortens it. */
  public String shortRevision() {
    return revision.substring(0, Math.min(7, revision.length()));
  }

  /** Returns the file that Compose or Swarm ran it with. */
  public Path generated() {
    return code.resolve(KataHome.GENERATED_FILE);
  }

  /** Returns the generated file of a start that is not complete. */
  public Path draft() {
    return code.resolve(KataHome.DRAFT_FILE);
  }

  /** Returns whether it was ever started. */
  public boolean started() {
    return Files.exists(generated());
  }
}
