package kata.env;

import java.util.List;

/**
 * A text with its variables filled in.
 *
 * @param unset the names that are not set, each once: they became empty, or stay as written where
 *     only known names are expanded
 * @param changed whether the text differs from the one that was given
 */
public record Expansion(String text, List<String> unset, boolean changed) {
  /** Copies what it is given. */
  public Expansion {
    unset = List.copyOf(unset);
  }
}
