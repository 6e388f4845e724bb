package kata.update;

import java.nio.file.Path;
import java.util.Optional;
import kata.error.Fault;
import kata.process.Progress;

/** The kata file that this process runs from, and its start archive. */
public final class InstalledProgram {
  private final Optional<Path> file;
  private final StartArchive archive;

  /**
   * Holds the file and its archive.
   *
   * @param file the kata file; empty if this process runs from anything else
   */
  public InstalledProgram(Optional<Path> file, StartArchive archive) {
    this.file = file;
    this.archive = archive;
  }

  /** Returns the kata file. Throws if this process runs from anything else. */
  public Path file() {
    return file.orElseThrow(
        () -> new Fault("cannot find out where kata is installed", "run the kata file"));
  }

  /** Creates the start archive and returns the Java it is for. Throws if that fails. */
  public String createStartArchive() {
    return archive.make(file());
  }

  /** Replaces a start archive that no longer fits kata or Java. Reports a failure, never throws. */
  public void refreshStartArchive(Progress progress) {
    file.ifPresent(program -> archive.renew(program, progress));
  }
}
