package kata.env;

import java.util.List;

/**
 * A text with its variables expanded.
 *
 * @param unset the names that are not set, each once: they became empty, or stayed as written where
 *     only known names are expanded
 * @param changed whether the text differs from the original
 */
public record Expansion(String text, List<String> unset, boolean changed) {
  /** Copies the list. */
  public Expansion {
    unset = List.copyOf(unset);
  }
}
