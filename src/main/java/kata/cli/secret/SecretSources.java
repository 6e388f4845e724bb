package kata.cli.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import kata.cli.command.UsageRefused;
import kata.cli.console.Console;
import kata.docker.swarm.SecretValue;
import kata.error.KataException;
import kata.text.Reason;

/**
 * The arguments of {@code secrets:set}: the names of secrets, and the sources of their values. No
 * message repeats an argument that does not parse, since it may be a value.
 */
final class SecretSources {
  /** Swarm accepts 64 characters; the version number needs some of them. */
  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,58}[a-zA-Z0-9])?");

  private final Console console;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private String readsInput = "";

  /** Reads a value. */
  private interface Source {
    byte[] bytes();
  }

  /** Parses the arguments, and reads no value yet. */
  SecretSources(List<String> words, Console console) {
    this.console = console;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!NAME.matcher(name).matches()) {
        throw KataException.refused(
            "argument %d does not begin with a secret name".formatted(i + 1),
            "a name is up to 60 letters, digits, '-', '_' and '.',"
                + " with a letter or a digit at both ends");
      }
      Source source = equals < 0 ? typed(name) : given(name, word.substring(equals + 1));
      if (sources.put(name, source) != null) {
        throw new UsageRefused("secret '%s' is given twice".formatted(name));
      }
    }
  }

  /** Reads all the values. Refuses if one of them cannot be read. */
  Map<String, SecretValue> read() {
    Map<String, SecretValue> values = new LinkedHashMap<>();
    sources.forEach((name, source) -> values.put(name, SecretValue.of(name, source.bytes())));
    return values;
  }

  private Source given(String name, String text) {
    if (text.equals("-")) {
      return input(name);
    }
    if (text.startsWith("@")) {
      return () -> file(name, text.substring(1));
    }
    return () -> text.getBytes(StandardCharsets.UTF_8);
  }

  private Source typed(String name) {
    return console.interactive() ? () -> hiddenLine(name) : input(name);
  }

  private Source input(String name) {
    if (!readsInput.isEmpty()) {
      throw new UsageRefused(
          "standard input can be the value of one secret only, not of '%s' and '%s'"
              .formatted(readsInput, name));
    }
    readsInput = name;
    return () -> {
      try {
        return upToLimit(console.in());
      } catch (IOException e) {
        throw KataException.refused("cannot read standard input: " + e.getMessage(), "");
      }
    };
  }

  private byte[] hiddenLine(String name) {
    console.err().print(name + ": ");
    console.err().flush();
    return console
        .hiddenLine()
        .get()
        .orElseThrow(
            () ->
                new UsageRefused(
                    "what you type cannot be hidden here",
                    "pass the value on standard input: %s=-".formatted(name)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] file(String name, String path) {
    try (InputStream file = Files.newInputStream(Path.of(path))) {
      return upToLimit(file);
    } catch (IOException e) {
      throw unreadable(name, path, Reason.of(e));
    } catch (InvalidPathException e) {
      throw unreadable(name, path, "it is not a valid path");
    }
  }

  private static KataException unreadable(String name, String path, String reason) {
    return KataException.refused(
        "cannot read file '%s' for secret '%s': %s".formatted(path, name, reason),
        "pass a value that begins with @ on standard input: %s=-".formatted(name));
  }

  /** Reads at most one byte more than the limit, which shows that a value is too large. */
  private static byte[] upToLimit(InputStream in) throws IOException {
    return in.readNBytes(SecretValue.LIMIT + 1);
  }
}
