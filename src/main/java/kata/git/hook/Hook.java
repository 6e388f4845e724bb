package kata.git.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import kata.error.GitFailed;
import kata.home.AppName;
import kata.home.AtomicFile;
import kata.text.Reason;

/**
 * A git hook that passes a push to kata.
 *
 * @param command the kata command that reads what git writes to the hook
 */
public record Hook(Path file, String command) {
  /** The kata command that checks a push. */
  public static final String CHECK = "git-check";

  /** The kata command that deploys a push. */
  public static final String DEPLOY = "git-hook";

  /** The suffix of the pipe with the hook's input; the command's name comes before it. */
  static final String REQUEST = ".request";

  /** The suffix of the pipe with the output that the hook prints. */
  static final String OUTPUT = ".output";

  /** The suffix of the pipe with the hook's exit status. */
  static final String STATUS = ".status";

  /** Writes the hook if it is missing or outdated; keeps someone else's hook under another name. */
  public void install(Path kata, Path kataRoot, AppName app) {
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
      throw new GitFailed("cannot install the hook %s: %s".formatted(file, Reason.of(e)), "", e);
    }
  }

  /**
   * Returns the script. It talks to the kata process that receives the push through pipes, and
   * starts a new one if that is gone. Opening a pipe for both directions does not wait for the
   * other end. A pipe opened afterwards for one direction ends when the other end closes, so the
   * hook never waits for a dead process.
   */
  private String text(Path kata, Path kataRoot, AppName app) {
    return """
        #!/bin/sh
        # Written by kata, which overwrites changes.
        trap '' HUP PIPE
        lines=$(cat)
        # The kata process that receives this push answers, unless it is gone.
        if [ -n "$KATA_PUSH" ] && cd "$KATA_PUSH" 2>/dev/null && [ -p COMMAND.status ]; then
          exec 3<>COMMAND.output 4<COMMAND.output 3>&- 3<>COMMAND.status 5<COMMAND.status 3>&-
          exec 3<>COMMAND.request 6>COMMAND.request 3>&-
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

  /** Quotes a text for the shell. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Returns whether kata or kata.py wrote a hook, whatever paths it names. */
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

  /** Reads a hook; one that is a binary program only yields unusual characters. */
  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
