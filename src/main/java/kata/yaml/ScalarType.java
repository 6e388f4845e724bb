package kata.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives plain scalars the types that Compose gives them: YAML 1.2's core types, and from 1.1 the
 * octal {@code 0755}, {@code 0b1} and {@code 1_000}. {@code yes}, {@code 22:22} and dates are
 * strings.
 */
public final class ScalarType {
  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");
  private static final Pattern OCTAL = Pattern.compile("[-+]?0[o_]?[0-7][0-7_]*");
  private static final Pattern HEX = Pattern.compile("[-+]?0x[0-9a-fA-F][0-9a-fA-F_]*");
  private static final Pattern BINARY = Pattern.compile("[-+]?0b[01][01_]*");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+\\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]{1,3})?");
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

  /** Words that some YAML readers parse as a boolean or null. */
  private static final Set<String> AMBIGUOUS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private ScalarType() {}

  static boolean isNull(String text) {
    return NULL.matcher(text).matches();
  }

  /** Returns whether a plain scalar of this text is a number or a boolean. */
  public static boolean isTyped(String text) {
    return TRUE.matcher(text).matches()
        || FALSE.matcher(text).matches()
        || isInteger(text)
        || FLOAT.matcher(text).matches();
  }

  /** Returns whether no reader could parse a plain scalar of this text as anything but text. */
  static boolean isPlainWord(String text) {
    return PLAIN_WORD.matcher(text).matches() && !AMBIGUOUS.contains(text.toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the value of a plain scalar as String, Boolean, BigInteger or BigDecimal; the caller
   * excludes null.
   */
  static Object value(String text) {
    if (TRUE.matcher(text).matches()) {
      return true;
    }
    if (FALSE.matcher(text).matches()) {
      return false;
    }
    if (isInteger(text)) {
      return integer(text);
    }
    return FLOAT.matcher(text).matches() ? new BigDecimal(text) : text;
  }

  private static boolean isInteger(String text) {
    return DECIMAL.matcher(text).matches()
        || OCTAL.matcher(text).matches()
        || HEX.matcher(text).matches()
        || BINARY.matcher(text).matches();
  }

  private static BigInteger integer(String text) {
    String digits = text.replace("_", "").replaceFirst("^[-+]", "");
    BigInteger magnitude;
    if (digits.startsWith("0x")) {
      magnitude = new BigInteger(digits.substring(2), 16);
    } else if (digits.startsWith("0b")) {
      magnitude = new BigInteger(digits.substring(2), 2);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      magnitude = new BigInteger(digits.replace("o", ""), 8);
    } else {
      magnitude = new BigInteger(digits);
    }
    return text.startsWith("-") ? magnitude.negate() : magnitude;
  }
}
