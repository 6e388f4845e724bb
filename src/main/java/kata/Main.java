package kata;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import kata.cli.console.Console;
import kata.process.NonBlockingStream;

/** Reads arguments, variables and streams, and exits; no other class does. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] args) {
    // A command must not block because nobody reads its progress.
    NonBlockingStream err = new NonBlockingStream(new FileOutputStream(FileDescriptor.err));
    Console console =
        new Console(
                System.in,
                utf8(new FileOutputStream(FileDescriptor.out)),
                utf8(err),
                isTerminal("in"),
                isTerminal("out"),
                false,
                Main::hiddenLine)
            .coloured(isTerminal("err"), System.getenv());
    int status = Kata.run(List.of(args), System.getenv(), console);
    // Standard output has no buffer; flushing it could wait for a reader that has already timed
    // out.
    err.close();
    System.exit(status);
  }

  /** Returns what the stub before the jar found out; Java 17 cannot ask for each stream. */
  private static boolean isTerminal(String stream) {
    return "1".equals(System.getProperty("kata.tty." + stream));
  }

  /** Reads a line without echo; Java can do so only if standard output is the terminal, too. */
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
