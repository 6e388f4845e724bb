package kata.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The one command that installs dependencies: each container takes a small server most of a second.
 *
 * @param told the command as a person would type it, for messages
 */
record Install(List<String> command, String told) {
  /**
   * Does what {@code python3 -m venv /venv} does, then becomes the command that follows. Isolated:
   * a module of the app's could have the name of one of these.
   */
  private static final List<String> NEW_VENV =
      List.of(
          "python3",
          "-I",
          "-c",
          """
          import os, sys, venv
          try:
              venv.create('/venv', symlinks=True, with_pip=True)
          except Exception as e:
              sys.exit('cannot make the venv: %s' % e)
          os.execv(sys.argv[1], sys.argv[1:])
          """);

  Install {
    command = List.copyOf(command);
  }

  static Install of(String... command) {
    return new Install(List.of(command), String.join(" ", command));
  }

  /** Makes a venv, with pip in it for who wants to look. */
  static Install newVenv() {
    return of("python3", "-m", "venv", "/venv");
  }

  /** Makes a venv and runs a command that is in it. */
  static Install inNewVenv(String... command) {
    List<String> whole = new ArrayList<>(NEW_VENV);
    whole.addAll(List.of(command));
    return new Install(whole, String.join(" ", command));
  }
}
