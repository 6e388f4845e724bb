package kata.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import kata.cli.console.Console;
import kata.error.KataException;
import kata.home.AppHome;

/** Prints a file of an app's current release, byte for byte. */
final class CodeFile {
  private CodeFile() {}

  /** Prints the file. Refuses links: a pushed one may point to any file of the server. */
  static void print(AppHome app, String name, Console console) {
    Path file = app.code().resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw KataException.refused(
          "app '%s' has no %s".formatted(app.name(), name), "deploy the app first");
    }
    try {
      console.out().write(Files.readAllBytes(file));
      console.out().flush();
    } catch (IOException e) {
      throw KataException.refused("cannot read %s: %s".formatted(file, e.getMessage()), "");
    }
  }
}
