package kata.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Suggests known words for a mistyped one. */
public final class DidYouMean {
  private static final int MAX_EDITS = 2;

  private DidYouMean() {}

  /**
   * Returns the known words nearest to the typed one. Allows two edits, one for words of fewer than
   * five letters, none for a single letter. Ignores case.
   */
  public static List<String> among(Collection<String> known, String typed) {
    Map<Integer, List<String>> byDistance =
        known.stream()
            .filter(word -> Math.abs(word.length() - typed.length()) <= MAX_EDITS)
            .filter(word -> distance(word, typed) <= editsAllowed(word, typed))
            .collect(
                Collectors.groupingBy(
                    word -> distance(word, typed), TreeMap::new, Collectors.toList()));
    return byDistance.values().stream().findFirst().orElse(List.of());
  }

  /** Returns the question "did you mean ...?" with the nearest known word, if one is near. */
  public static Optional<String> question(Collection<String> known, String typed) {
    return among(known, typed).stream().findFirst().map("did you mean '%s'?"::formatted);
  }

  private static int editsAllowed(String one, String other) {
    return Math.min(MAX_EDITS, (Math.min(one.length(), other.length()) + 1) / 3);
  }

  /** Returns the Damerau distance: inserted, deleted, replaced and swapped letters. */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int shifted = 1 + Math.min(edits[i - 1][j], edits[i][j - 1]);
        edits[i][j] = Math.min(replaced, shifted);
        if (isSwap(a, i, b, j)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
