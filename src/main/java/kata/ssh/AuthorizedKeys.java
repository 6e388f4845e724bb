package kata.ssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kata.error.KataException;

/**
 * Edits the text of {@code authorized_keys}. kata's lines are in a block of their own; all other
 * lines stay unchanged. Each of kata's keys can only run {@code kata ssh-shell}.
 */
public final class AuthorizedKeys {
  /** The command of kata that every key runs. */
  public static final String COMMAND = "ssh-shell";

  private static final String BEGIN = "# kata: begin";
  private static final String END = "# kata: end";

  private AuthorizedKeys() {}

  /** The result for a key. */
  public enum Outcome {
    /** A line was added. */
    ADDED,
    /** Its line in kata's block had other paths or another name, and was updated. */
    RENEWED,
    /** Its line already existed; a line that kata.py wrote also counts, and stays unchanged. */
    PRESENT,
    /**
     * It is in a line that does not run kata. Nothing was added: sshd uses the first line of a key,
     * so another one would have no effect.
     */
    ELSEWHERE
  }

  /** A key and its result. */
  public record Change(PublicKey key, Outcome outcome) {}

  /**
   * The edited text, and the result for each key.
   *
   * @param text the whole new text; the old text when nothing changed
   */
  public record Edit(String text, List<Change> changes) {
    /** Copies the list. */
    public Edit {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Parses public keys, one per line; skips blank lines and comments. Rejects the whole text, with
   * the line number, when a line is anything else: options before a key would override kata's
   * restrictions.
   */
  public static List<PublicKey> parse(String keyFileText) {
    List<PublicKey> keys = new ArrayList<>();
    int number = 0;
    for (String line : keyFileText.split("\\R", -1)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        keys.add(parseLine(text, number));
      }
    }
    if (keys.isEmpty()) {
      throw KataException.refused(
          "there is no key in the input", "give a file such as ~/.ssh/id_ed25519.pub");
    }
    return keys;
  }

  /**
   * Adds keys that may only run {@code kata ssh-shell}.
   *
   * @param kata the path of the kata file
   * @param kataRoot the value of {@code KATA_ROOT} for it
   */
  public static Edit add(String authorizedKeys, List<PublicKey> keys, Path kata, Path kataRoot) {
    List<String> lines = new ArrayList<>(List.of(authorizedKeys.split("(?<=\n)")));
    lines.removeIf(String::isEmpty);
    List<Change> changes = new ArrayList<>();
    for (PublicKey key : keys) {
      changes.add(new Change(key, place(lines, key, line(key, kata, kataRoot))));
    }
    return new Edit(String.join("", lines), changes);
  }

  private static PublicKey parseLine(String text, int number) {
    if (text.contains("PRIVATE KEY")) {
      throw refused(number, "this is a private key", "give the file that ends in .pub");
    }
    List<String> words = List.of(text.split("[ \\t]+", 3));
    if (!PublicKey.isType(words.get(0))) {
      throw refused(
          number,
          "it does not begin with a key type such as ssh-ed25519",
          "remove options before the key: kata writes its own");
    }
    try {
      return new PublicKey(
          words.get(0), words.size() > 1 ? words.get(1) : "", words.size() > 2 ? words.get(2) : "");
    } catch (KataException e) {
      throw refused(number, e.message(), e.hint());
    }
  }

  private static KataException refused(int number, String why, String hint) {
    return KataException.refused("line %d: %s".formatted(number, why), hint);
  }

  private static Outcome place(List<String> lines, PublicKey key, String wanted) {
    boolean inBlock = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.strip().equals(BEGIN)) {
        inBlock = true;
      } else if (line.strip().equals(END)) {
        inBlock = false;
      } else if (keyOf(line).filter(key::sameKey).isPresent()) {
        return placeAt(lines, i, inBlock && line.contains(COMMAND), wanted);
      }
    }
    insert(lines, wanted);
    return Outcome.ADDED;
  }

  private static Outcome placeAt(List<String> lines, int i, boolean own, String wanted) {
    String line = lines.get(i);
    if (line.strip().equals(wanted.strip())) {
      return Outcome.PRESENT;
    }
    if (own) {
      lines.set(i, wanted);
      return Outcome.RENEWED;
    }
    String options = line.strip().substring(0, endOfOptions(line.strip()));
    return options.contains("command=\"") && options.contains("kata")
        ? Outcome.PRESENT
        : Outcome.ELSEWHERE;
  }

  private static void insert(List<String> lines, String wanted) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).strip().equals(END)) {
        lines.add(i, wanted);
        return;
      }
    }
    int last = lines.size() - 1;
    if (last >= 0 && !lines.get(last).endsWith("\n")) {
      lines.set(last, lines.get(last) + "\n");
    }
    lines.addAll(List.of(BEGIN + "\n", wanted, END + "\n"));
  }

  /** Returns the key of a line of the file, whatever its options. */
  private static Optional<PublicKey> keyOf(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return Optional.empty();
    }
    boolean bare = PublicKey.isType(text.split("[ \\t]+", 2)[0]);
    String rest = bare ? text : text.substring(endOfOptions(text)).strip();
    List<String> words = List.of(rest.split("[ \\t]+", 3));
    if (words.size() < 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PublicKey(words.get(0), words.get(1), ""));
    } catch (KataException e) {
      return Optional.empty(); // not a key that kata would add
    }
  }

  /**
   * Returns the end of the options, by sshd's rules: quotes may contain blanks, and a backslash
   * escapes a quote.
   */
  private static int endOfOptions(String text) {
    boolean quoted = false;
    int i = 0;
    while (i < text.length() && (quoted || " \t".indexOf(text.charAt(i)) < 0)) {
      if (text.startsWith("\\\"", i)) {
        i++;
      } else if (text.charAt(i) == '"') {
        quoted = !quoted;
      }
      i++;
    }
    return Math.min(i, text.length());
  }

  private static String line(PublicKey key, Path kata, Path kataRoot) {
    String command =
        "KATA_ROOT=%s KATA_KEY=%s %s %s"
            .formatted(
                forShell(kataRoot.toString()),
                forShell(key.name()),
                forShell(kata.toString()),
                COMMAND);
    return "command=\"%s\",restrict,pty %s %s %s\n"
        .formatted(forSshd(command), key.type(), key.base64(), key.name());
  }

  private static String forShell(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw KataException.refused(
          "authorized_keys cannot contain a path with a control character", "rename the folder");
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Escapes quotes: sshd removes a backslash before a quote, and no other backslash. */
  private static String forSshd(String command) {
    return command.replace("\"", "\\\"");
  }
}
