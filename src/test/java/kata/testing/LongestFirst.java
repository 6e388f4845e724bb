package kata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Starts the classes with the largest budgets in docs/testing.md first, so that no lane is left
 * with a long one at the end.
 */
public final class LongestFirst implements ClassOrderer {
  private static final Path BUDGETS = Path.of("docs/testing.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\d+) \\|");

  @Override
  public void orderClasses(ClassOrdererContext context) {
    Map<String, Integer> budgets = budgets();
    context
        .getClassDescriptors()
        .sort(
            Comparator.comparing(
                    (ClassDescriptor one) ->
                        budgets.getOrDefault(one.getTestClass().getSimpleName(), 0))
                .reversed());
  }

  private static Map<String, Integer> budgets() {
    Map<String, Integer> budgets = new HashMap<>();
    try {
      ROW.matcher(Files.readString(BUDGETS))
          .results()
          .forEach(row -> budgets.put(row.group(1), Integer.valueOf(row.group(2))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return budgets;
  }
}
