package kata.deploy;

import java.nio.file.Path;

/**
 * One checkout of an app.
 *
 * @param number counts up from 1; 0 for a folder that was not made by a deploy of kata
 * @param code its folder
 * @param revision the commit, or empty for a folder put there by hand
 */
public record Release(int number, Path code, String revision) {
  /** Returns how messages call it. */
  public String shown() {
    return number == 0 ? "the folder at " + code : "release " + number;
  }

  /** Returns its commit as git shortens it. */
  public String shortRevision() {
    return revision.substring(0, Math.min(7, revision.length()));
  }
}
