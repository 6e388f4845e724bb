package kata.update;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Progress;
import kata.process.Result;

/** Replaces the installed kata with the published version, or with the previous one. */
public final class SelfUpdate {
  private static final String DOES_NOT_START = "the new version does not run: ";
  private static final String UNCHANGED = "the installed kata is unchanged";
  private static final Pattern VERSION = Pattern.compile("kata (\\S+)");

  private final Exec exec;
  private final Optional<String> address;
  private final Path settingsFile;
  private final String version;
  private final Limits limits;

  /**
   * Updates from this address.
   *
   * @param settingsFile the file in which the user can set the address
   * @param version the version of this kata
   */
  public SelfUpdate(Exec exec, Optional<String> address, Path settingsFile, String version) {
    this(exec, address, settingsFile, version, Limits.USUAL);
  }

  SelfUpdate(
      Exec exec, Optional<String> address, Path settingsFile, String version, Limits limits) {
    this.exec = exec;
    this.address = address;
    this.settingsFile = settingsFile;
    this.version = version;
    this.limits = limits;
  }

  /** Returns whether the installed file is the published one. */
  public boolean isCurrent(Path program) {
    return source().checksum().equals(Installation.of(program).checksum());
  }

  /** Installs the published file. Throws and changes nothing when anything is wrong. */
  public void update(Path program, boolean allowOlder, Progress progress) {
    Installation installed = Installation.of(program);
    ReleaseSource source = source();
    String checksum = source.checksum();
    if (checksum.equals(installed.checksum())) {
      progress.success("kata %s is already up to date".formatted(version));
      return;
    }
    try (Installation.Draft draft = installed.draft()) {
      progress.step("Downloading " + source.program());
      source.download(draft.path(), progress);
      verify(draft.path(), checksum);
      progress.step("Checking that it runs");
      installed.permit(draft);
      String found = versionOf(draft.path());
      compare(found, allowOlder, progress);
      installed.replaceBy(draft);
      reportReplaced(found, progress);
    }
  }

  /** Swaps the installed file with the previous one. */
  public void rollBack(Path program, Progress progress) {
    Installation installed = Installation.of(program);
    if (!Files.isRegularFile(installed.backup())) {
      throw KataException.refused(
          "there is no backup %s to restore".formatted(installed.backup()),
          "`kata update` creates it when it replaces kata");
    }
    String found = versionOf(installed.backup());
    installed.swap();
    reportReplaced(found, progress);
  }

  private ReleaseSource source() {
    String set =
        address.orElseThrow(
            () ->
                KataException.refused(
                    "KATA_UPDATE_URL is not set: kata does not know where to find updates",
                    "put KATA_UPDATE_URL=https://... into %s, or into the environment"
                        .formatted(settingsFile)));
    return ReleaseSource.at(set, limits);
  }

  private static void verify(Path draft, String checksum) {
    String found = Installation.checksum(draft);
    if (!found.equals(checksum)) {
      throw new OperationFailed(
          "the downloaded file has the checksum %s, but %s was published"
              .formatted(found, checksum),
          "publish kata and kata.sha256 together; the installed kata is unchanged");
    }
  }

  /** Runs a file to read its version, with the current Java. */
  private String versionOf(Path file) {
    Result result = start(file);
    Matcher version = VERSION.matcher(result.text());
    if (!result.ok() || !version.matches()) {
      String output =
          (result.text() + "\n" + result.errors()).strip().lines().findFirst().orElse("");
      throw new OperationFailed(
          DOES_NOT_START
              + "`%s --version` exited with %d and printed '%s'"
                  .formatted(file, result.status(), output),
          UNCHANGED);
    }
    return version.group(1);
  }

  private Result start(Path file) {
    try {
      return exec.run(
          Invocation.of(file.toString(), "--version")
              .env("KATA_JAVA_HOME", System.getProperty("java.home"))
              .within(limits.start()));
    } catch (KataException e) {
      throw e.reworded(DOES_NOT_START + e.message(), UNCHANGED);
    }
  }

  private void compare(String found, boolean allowOlder, Progress progress) {
    if (found.equals(version)) {
      progress.detail("it is also version %s, but another build".formatted(found));
    } else if (isOlder(found, version) && !allowOlder) {
      throw KataException.refused(
          "the published kata is %s, older than the installed %s".formatted(found, version),
          "run `kata update --allow-older` to install it anyway");
    }
  }

  /** Returns whether one is older; a version that does not begin with a number never is. */
  static boolean isOlder(String one, String other) {
    try {
      return Version.parse(one).compareTo(Version.parse(other)) < 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void reportReplaced(String found, Progress progress) {
    progress.success(
        "kata is now %s; run `kata update --rollback` to restore %s".formatted(found, version));
  }
}
