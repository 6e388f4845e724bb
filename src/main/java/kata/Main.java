package kata;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kata.cli.Console;

/** Reads arguments, environment and streams; the only place that does, and that exits. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] args) {
    boolean interactive = "1".equals(System.getProperty("kata.tty.in"));
    Console console =
        new Console(System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err), interactive);
    int status = Kata.run(List.of(args), System.getenv(), console);
    console.out().flush();
    console.err().flush();
    System.exit(status);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
