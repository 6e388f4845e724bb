package kata.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import kata.home.AppName;
import kata.home.AtomicFile;

/** The hook through which git tells kata what was pushed. */
record PostReceiveHook(Path file) {

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
      throw Git.failure("install the hook " + file, String.valueOf(e.getMessage()), e);
    }
  }

  private static String text(Path kata, Path kataRoot, AppName app) {
    return """
        #!/bin/sh
        # Written by kata, again whenever it differs.
        KATA_ROOT=%s exec %s git-hook %s
        """
        .formatted(quoted(kataRoot.toString()), quoted(kata.toString()), quoted(app.toString()));
  }

  /** A shell gives back what stands between single quotes, whatever it is. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** True for every hook of this kata and of kata.py, whatever paths it names. */
  private static boolean isOfKata(String hook) {
    return hook.contains("KATA_ROOT=") && hook.contains(" git-hook ");
  }

  private Path freeName() {
    Path free = file.resolveSibling("post-receive.before-kata");
    for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
      free = file.resolveSibling("post-receive.before-kata." + i);
    }
    return free;
  }

  /** A hook may be a program: bytes that are no text do no harm here. */
  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
