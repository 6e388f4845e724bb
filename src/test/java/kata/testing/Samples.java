package kata.testing;

import java.util.Random;

/** Tries a property on random samples; a failure names the seed that repeats it. */
public final class Samples {
  private Samples() {}

  /** A property that throws when it is violated. */
  @FunctionalInterface
  public interface Property {
    /** Generates a sample from the random source and checks it. */
    void check(Random random) throws Exception;
  }

  /**
   * Checks a property with the seeds 0 to {@code times - 1}, so that every run uses the same
   * samples.
   */
  public static void check(int times, Property property) {
    for (int seed = 0; seed < times; seed++) {
      try {
        property.check(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Generates a text of up to {@code longest} of the given pieces. */
  public static String text(Random random, int longest, String... pieces) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(longest + 1); left > 0; left--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
