package kata.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import kata.error.Reason;
import kata.home.AppName;
import kata.home.AtomicFile;

/**
 * A hook through which git tells kata of a push.
 *
 * @param command of kata, that reads what git writes to the hook
 */
record Hook(Path file, String command) {

  /** Writes the hook, unless it is there; keeps the hook of somebody else under another name. */
  void install(Path kata, Path kataRoot, AppName app) {
    String text = text(kata, kataRoot, app);
    try {
      AtomicFile.makeFolder(file.resolveSibling(""));
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        String present = Files.exists(file) ? read(file) : "";
        if (present.equals(text) && Files.isExecutable(file)) {
          return;
        }
        if (!isOfKata(present)) {
          Files.move(file, freeName());
        }
      }
      AtomicFile.write(file, text, "rwxr-xr-x");
    } catch (IOException e) {
      throw Git.failure("install the hook " + file, Reason.of(e), e);
    }
  }

  private String text(Path kata, Path kataRoot, AppName app) {
    return """
        #!/bin/sh
        # Written by kata, again whenever it differs.
        KATA_ROOT=%s exec %s %s %s
        """
        .formatted(
            quoted(kataRoot.toString()), quoted(kata.toString()), command, quoted(app.toString()));
  }

  /** A shell gives back what stands between single quotes, whatever it is. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** True for every hook of this kata and of kata.py, whatever paths it names. */
  private boolean isOfKata(String hook) {
    return hook.contains("KATA_ROOT=") && hook.contains(" " + command + " ");
  }

  private Path freeName() {
    String name = file.getFileName() + ".before-kata";
    Path free = file.resolveSibling(name);
    for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
      free = file.resolveSibling(name + "." + i);
    }
    return free;
  }

  /** A hook may be a program: bytes that are no text do no harm here. */
  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
