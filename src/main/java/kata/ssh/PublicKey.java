package kata.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import kata.error.KataException;

/**
 * A public SSH key.
 *
 * @param type one of sshd's key types
 * @param base64 the key itself, in canonical form
 * @param name the comment of the key, reduced to safe characters
 */
public record PublicKey(String type, String base64, String name) {
  private static final Set<String> TYPES =
      Set.of(
          "ssh-ed25519",
          "ssh-rsa",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com");
  private static final int LONGEST_NAME = 64;

  /** Rejects an unknown type, and a key that is incomplete or contains another type. */
  public PublicKey {
    if (!isType(type)) {
      throw refused("'%s' is not a known type".formatted(type.replaceAll("\\p{Cntrl}", "?")));
    }
    byte[] bytes = decoded(base64);
    List<String> fields = fields(bytes);
    if (fields.size() < 2 || !fields.get(0).equals(type)) {
      throw refused("its type is %s, but it contains another one".formatted(type));
    }
    base64 = Base64.getEncoder().encodeToString(bytes);
    name = sanitised(name);
  }

  static boolean isType(String word) {
    return TYPES.contains(word);
  }

  /** Returns the fingerprint as {@code ssh-keygen -l} shows it: {@code SHA256:...}. */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(decoded(base64));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns whether both are the same key, whatever their names. */
  boolean sameKey(PublicKey other) {
    return type.equals(other.type) && base64.equals(other.base64);
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw refused("it is truncated or damaged: not base64");
    }
  }

  /** Splits the key into fields. Each has its length before it; the last one must end the key. */
  private static List<String> fields(byte[] bytes) {
    List<String> fields = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining()) {
        int length = rest.getInt();
        if (length < 0 || length > rest.remaining()) {
          throw refused("it is truncated or damaged");
        }
        byte[] field = new byte[length];
        rest.get(field);
        fields.add(new String(field, StandardCharsets.ISO_8859_1));
      }
    } catch (BufferUnderflowException e) {
      throw refused("it is truncated or damaged");
    }
    return fields;
  }

  private static String sanitised(String comment) {
    String name = comment.strip().replaceAll("[^A-Za-z0-9._@+-]+", "-");
    if (name.isEmpty()) {
      return "default";
    }
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  private static KataException refused(String why) {
    return KataException.refused(
        "not a public key: " + why, "give the line of a file such as id_ed25519.pub");
  }
}
