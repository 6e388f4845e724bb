package kata.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A name derived from content: equal content has an equal name. */
final class Fingerprint {
  private static final int LENGTH = 12;

  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Fingerprint add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Fingerprint add(Path file) {
    try {
      return add(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the first 12 hexadecimal digits of the SHA-256. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
  }

  private Fingerprint add(byte[] bytes) {
    // The length first, so that `ab` + `c` differs from `a` + `bc`.
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
    return this;
  }
}
