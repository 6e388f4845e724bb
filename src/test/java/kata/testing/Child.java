package kata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The result of a program that a test ran: its status, and both streams as one text. */
public record Child(int status, String output) {
  /** Runs a program in a folder until it exits, with variables on top of this process's own. */
  public static Child run(Path folder, Map<String, String> env, List<String> argv) {
    return run(folder, env, argv, Path.of("/dev/null"));
  }

  /** Runs a program with a file as its standard input. */
  public static Child run(Path folder, Map<String, String> env, List<String> argv, Path input) {
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(folder.toFile())
            .redirectInput(input.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(env);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Child(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns whether it exited with 0. */
  public boolean ok() {
    return status == 0;
  }
}
