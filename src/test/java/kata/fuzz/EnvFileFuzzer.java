package kata.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Set;
import kata.env.Assignment;
import kata.env.Env;
import kata.env.EnvFile;
import kata.env.EnvLayers;
import kata.env.Interpolator;
import kata.error.KataException;

/** Any text as the ENV of an app: refused with its line, or an environment a process can have. */
public final class EnvFileFuzzer {
  private static final Map<String, String> BASE = Map.of("APP_ROOT", "/app", "A", "below");

  private EnvFileFuzzer() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bounds.within(input, EnvFileFuzzer::read);
  }

  private static void read(String text) {
    try {
      Interpolator.expand(text, Env.of(BASE)::get);
    } catch (KataException e) {
      // A broken reference.
    }
    try {
      List<Assignment> layer = EnvFile.parse("ENV", text);
      Env env = EnvLayers.merge(BASE, Set.of("APP_ROOT"), List.of(layer, layer), warning -> {});
      env.asMap().forEach(EnvFileFuzzer::possible);
    } catch (KataException e) {
      if (!e.message().startsWith("ENV:")) {
        throw new AssertionError("names no line: " + e.message(), e);
      }
    }
  }

  private static void possible(String name, String value) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || value.indexOf('\0') >= 0) {
      throw new AssertionError("no process can have " + name);
    }
  }
}
