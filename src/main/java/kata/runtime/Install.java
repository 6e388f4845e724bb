package kata.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The command that installs dependencies. It is a single one, because each container takes a small
 * server most of a second.
 *
 * @param commandLine the command as a user would type it, for messages
 */
record Install(List<String> command, String commandLine) {
  /**
   * Does what {@code python3 -m venv /venv} does, then executes the following command. Runs
   * isolated, because a module of the app could have the name of one of the imports.
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
              sys.exit('cannot create the venv: %s' % e)
          os.execv(sys.argv[1], sys.argv[1:])
          """);

  Install {
    command = List.copyOf(command);
  }

  static Install of(String... command) {
    return new Install(List.of(command), String.join(" ", command));
  }

  /** Creates a venv, including pip for the user. */
  static Install newVenv() {
    return of("python3", "-m", "venv", "/venv");
  }

  /** Creates a venv and runs one of its commands. */
  static Install inNewVenv(String... command) {
    List<String> whole = new ArrayList<>(NEW_VENV);
    whole.addAll(List.of(command));
    return new Install(whole, String.join(" ", command));
  }
}
