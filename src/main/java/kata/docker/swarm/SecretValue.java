package kata.docker.swarm;

import java.util.Base64;
import kata.error.KataException;

/** The bytes of a secret. Only Docker gets them: they appear in no text form, log or error. */
public final class SecretValue {
  /** Swarm's size limit. */
  public static final int LIMIT = 511_999;

  private final byte[] bytes;

  private SecretValue(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Wraps the value of the named secret. Rejects a value that Swarm would reject. */
  public static SecretValue of(String name, byte[] bytes) {
    if (bytes.length == 0) {
      throw KataException.refused("the value of secret '%s' is empty".formatted(name), "");
    }
    if (bytes.length > LIMIT) {
      throw KataException.refused(
          "the value of secret '%s' is too large".formatted(name),
          "Swarm accepts up to %d bytes".formatted(LIMIT));
    }
    return new SecretValue(bytes.clone());
  }

  /** Returns the value as Docker's API expects it. */
  String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "a secret value";
  }
}
