package kata.fuzz;

import java.util.ArrayList;
import java.util.List;
import kata.error.KataException;
import kata.git.PushPolicy;
import kata.git.PushPolicy.Choice;
import kata.git.RefUpdate;

/** Any lines as those of a receive hook: refused, or at most one of them is deployed. */
public final class HookLinesFuzzer {
  private HookLinesFuzzer() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bounds.within(input, HookLinesFuzzer::read);
  }

  private static void read(String text) {
    List<RefUpdate> updates = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      try {
        updates.add(RefUpdate.parse(line));
      } catch (KataException e) {
        printable(e.message());
      }
    }
    Choice choice = PushPolicy.choose(updates, "main");
    choice.explanations().forEach(HookLinesFuzzer::printable);
    if (choice.deploy().filter(RefUpdate::deletes).isPresent()) {
      throw new AssertionError("a deletion is deployed: " + choice);
    }
  }

  /** What came in is shown to a person, whose terminal obeys control characters. */
  private static void printable(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new AssertionError("would print control characters: " + text);
    }
  }
}
