package kata.process;

import java.nio.charset.StandardCharsets;

/**
 * The result of a child process: its exit status, its standard output as bytes, its standard error
 * as text.
 */
public final class Result {
  private final int status;
  private final byte[] out;
  private final String err;

  /** Stores the status and both streams. */
  public Result(int status, byte[] out, String err) {
    this.status = status;
    this.out = out.clone();
    this.err = err;
  }

  /** Returns the exit status; 128+n for a child killed by signal n. */
  public int status() {
    return status;
  }

  /** Returns whether the child exited with 0. */
  public boolean ok() {
    return status == 0;
  }

  /** Returns standard output, byte for byte. */
  public byte[] bytes() {
    return out.clone();
  }

  /** Returns standard output as UTF-8 text without a trailing line break. */
  public String text() {
    return new String(out, StandardCharsets.UTF_8).stripTrailing();
  }

  /** Returns standard error without a trailing line break. */
  public String errors() {
    return err.stripTrailing();
  }

  /** Returns the last non-blank line of standard error, where most programs put the reason. */
  public String lastError() {
    return err.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b).strip();
  }
}
