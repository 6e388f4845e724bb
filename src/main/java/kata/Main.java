package kata;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import kata.cli.Console;
import kata.process.NonBlockingStream;

/** Reads arguments, environment and streams; the only place that does, and that exits. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] args) {
    // What a command does must not hang on whether somebody reads its story.
    NonBlockingStream story = new NonBlockingStream(new FileOutputStream(FileDescriptor.err));
    Console console =
        new Console(
                System.in,
                utf8(new FileOutputStream(FileDescriptor.out)),
                utf8(story),
                isTerminal("in"),
                isTerminal("out"),
                false,
                Main::hiddenLine)
            .coloured(isTerminal("err"), System.getenv());
    int status = Kata.run(List.of(args), System.getenv(), console);
    // Standard output has no buffer; flushing it would wait for a reader who is given up already.
    story.close();
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

  private static PrintStream utf8(OutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
