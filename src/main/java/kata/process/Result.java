package kata.process;

import java.nio.charset.StandardCharsets;

/**
 * What a child left: its exit status, its standard output as it came, its standard error as text.
 */
public final class Result {
  private final int status;
  private final byte[] out;
  private final String err;

  /** Holds the status and both streams. */
  public Result(int status, byte[] out, String err) {
    this.status = status;
    this.out = out.clone();
    this.err = err;
  }

  /** Returns the exit status; 128+n for a child ended by signal n. */
  public int status() {
    return status;
  }

  /** Tells whether the child exited with 0. */
  public boolean ok() {
    return status == 0;
  }

  /** Returns standard output, byte for byte. */
  public byte[] bytes() {
    return out.clone();
  }

  /** Returns standard output as UTF-8 text without the line end at its end. */
  public String text() {
    return new String(out, StandardCharsets.UTF_8).stripTrailing();
  }

  /** Returns standard error without the line end at its end. */
  public String errors() {
    return err.stripTrailing();
  }

  /** Returns the last line of standard error that is not blank, where most programs say why. */
  public String lastError() {
    return err.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b).strip();
  }
}
