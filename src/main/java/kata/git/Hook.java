package kata.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import kata.home.AppName;
import kata.home.AtomicFile;
import kata.text.Reason;

/**
 * A hook through which git tells kata of a push.
 *
 * @param command of kata, that reads what git writes to the hook
 */
record Hook(Path file, String command) {
  /** The command of kata that checks a push. */
  static final String CHECK = "git-check";

  /** The command of kata that deploys a push. */
  static final String DEPLOY = "git-hook";

  /** The pipe with what git told the hook; the name of each is the command's and this. */
  static final String ASKED = ".asked";

  /** The pipe with what the hook is to tell. */
  static final String TOLD = ".told";

  /** The pipe with the status that the hook is to end with. */
  static final String ENDED = ".ended";

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

  /**
   * Asks the kata that receives the push, through its pipes, or runs one when there is none. A pipe
   * opened for both directions does not wait for the other end, and one opened then for a single
   * direction ends when the other end does: the hook never waits for a kata that is gone.
   */
  private String text(Path kata, Path kataRoot, AppName app) {
    return """
        #!/bin/sh
        # Written by kata, again whenever it differs.
        trap '' HUP PIPE
        lines=$(cat)
        # The kata that receives this push answers, unless it is gone.
        if [ -n "$KATA_PUSH" ] && cd "$KATA_PUSH" 2>/dev/null && [ -p COMMAND.ended ]; then
          exec 3<>COMMAND.told 4<COMMAND.told 3>&- 3<>COMMAND.ended 5<COMMAND.ended 3>&-
          exec 3<>COMMAND.asked 6>COMMAND.asked 3>&-
          if printf '%%s\\n' "$GIT_OBJECT_DIRECTORY" "$GIT_ALTERNATE_OBJECT_DIRECTORIES" \\
            "$GIT_PUSH_OPTION_0" "$GIT_PUSH_OPTION_1" "$GIT_PUSH_OPTION_2" "$GIT_PUSH_OPTION_3" \\
            "$lines" '' 2>/dev/null >&6; then
            cat <&4 >&2
            read -r status <&5 && exit "$status"
          fi
          cd - >/dev/null
        fi
        printf '%%s\\n' "$lines" | KATA_ROOT=%s exec %s %s %s
        """
        .replace("COMMAND", command)
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
