package kata.git.hook;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The input of a git hook.
 *
 * @param quarantine the variables by which git finds the objects of a push that git has not
 *     accepted yet
 * @param options the options of the push, from {@code git push -o}
 * @param lines of its standard input, {@code OLD NEW REF}
 */
public record HookCall(Map<String, String> quarantine, List<String> options, List<String> lines) {
  /** The variables for the objects of a push before git accepts it; see githooks(5). */
  private static final List<String> QUARANTINE =
      List.of("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES");

  /** The variables with the options of a push; see githooks(5). */
  private static final String OPTION = "GIT_PUSH_OPTION_";

  /** A hook passes this many options on. */
  private static final int KEPT_OPTIONS = 4;

  /** Copies the lists. */
  public HookCall {
    quarantine = Map.copyOf(quarantine);
    options = List.copyOf(options);
    lines = List.copyOf(lines);
  }

  /** Returns the input of a hook with this environment. */
  public static HookCall of(Map<String, String> environment, List<String> lines) {
    Map<String, String> quarantine = new TreeMap<>();
    for (String name : QUARANTINE) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        quarantine.put(name, value);
      }
    }
    return new HookCall(quarantine, options(environment), lines);
  }

  /** Reads what a {@link Hook} writes: one line per quarantine variable, then git's lines. */
  static HookCall read(InputStream request) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(request, StandardCharsets.UTF_8));
    Map<String, String> environment = new TreeMap<>();
    for (String name : QUARANTINE) {
      environment.put(name, line(reader));
    }
    for (int i = 0; i < KEPT_OPTIONS; i++) {
      environment.put(OPTION + i, line(reader));
    }
    List<String> lines = new ArrayList<>();
    for (String line = line(reader); !line.isEmpty(); line = line(reader)) {
      lines.add(line);
    }
    return of(environment, lines);
  }

  private static List<String> options(Map<String, String> environment) {
    List<String> options = new ArrayList<>();
    for (int i = 0; i < KEPT_OPTIONS; i++) {
      String option = environment.getOrDefault(OPTION + i, "");
      if (!option.isEmpty()) {
        options.add(option);
      }
    }
    return options;
  }

  private static String line(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    if (line == null) {
      throw new EOFException();
    }
    return line;
  }
}
