package kata.docker.swarm;

import java.util.Base64;
import kata.error.KataException;

/** The bytes of a secret. Nothing but Docker gets to see them: no text form, no log, no error. */
public final class SecretValue {
  /** The most that Swarm takes. */
  public static final int LIMIT = 511_999;

  private final byte[] bytes;

  private SecretValue(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the value of the named secret. Refuses what Swarm would not take. */
  public static SecretValue of(String name, byte[] bytes) {
    if (bytes.length == 0) {
      throw KataException.refused("the value of secret '%s' is empty".formatted(name), "");
    }
    if (bytes.length > LIMIT) {
      throw KataException.refused(
          "the value of secret '%s' is too large".formatted(name),
          "Swarm takes up to %d bytes".formatted(LIMIT));
    }
    return new SecretValue(bytes.clone());
  }

  /** Returns the form in which Docker's API takes it. */
  String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "a secret value";
  }
}
