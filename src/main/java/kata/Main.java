package kata;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import kata.cli.Console;

/** Reads arguments, environment and streams; the only place that does, and that exits. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] args) {
    Console console =
        new Console(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                isTerminal("in"),
                isTerminal("out"),
                false,
                Main::hiddenLine)
            .coloured(isTerminal("err"), System.getenv());
    int status = Kata.run(List.of(args), System.getenv(), console);
    console.out().flush();
    console.err().flush();
    System.exit(status);
  }

  /** Tells what the stub in front of the jar saw; Java 17 cannot ask for each stream. */
  private static boolean isTerminal(String stream) {
    return "1".equals(System.getProperty("kata.tty." + stream));
  }

  /** Java hides what is typed only where standard output is the terminal, too. */
  private static Optional<String> hiddenLine() {
    java.io.Console terminal = isTerminal("out") ? System.console() : null;
    if (terminal == null) {
      return Optional.empty();
    }
    char[] line = terminal.readPassword();
    return Optional.of(line == null ? "" : new String(line));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
