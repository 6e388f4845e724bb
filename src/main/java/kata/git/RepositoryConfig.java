package kata.git;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a repository that kata serves is set up. */
record RepositoryConfig(Git git, Path repository) {
  /** Without these a push fails, or does not reach kata. */
  private static final Map<String, String> NEEDED =
      Map.of(
          // A push from a shallow clone, as CI makes them.
          "receive.shallowUpdate", "true",
          "receive.advertisePushOptions", "true",
          // Deleting the deploy branch is allowed: the app goes on running.
          "receive.denyDeleteCurrent", "ignore",
          // Git would look elsewhere when the operator has a global hooks folder.
          "core.hooksPath", "hooks");

  /** Good for most; an operator who set something else keeps it. */
  private static final Map<String, String> DEFAULTS = defaults();

  /** Sets what is missing; writes nothing when all is there. */
  void complete() {
    Map<String, String> present = present();
    NEEDED.forEach(
        (key, value) -> {
          if (!value.equals(present.get(folded(key)))) {
            set(key, value);
          }
        });
    DEFAULTS.forEach(
        (key, value) -> {
          if (!present.containsKey(folded(key))) {
            set(key, value);
          }
        });
  }

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("receive.maxInputSize", "512m");
    defaults.put("receive.fsckObjects", "true");
    // Faults of old tools, found in the history of many honest repositories, and harmless here.
    for (String fault :
        List.of(
            "zeroPaddedFilemode",
            "missingSpaceBeforeDate",
            "missingSpaceBeforeEmail",
            "missingNameBeforeEmail",
            "missingEmail",
            "badEmail",
            "badDate",
            "badDateOverflow",
            "zeroPaddedDate",
            "badTimezone")) {
      defaults.put("receive.fsck." + fault, "warn");
    }
    return defaults;
  }

  private Map<String, String> present() {
    Map<String, String> present = new HashMap<>();
    String list =
        git.run(
                "read the configuration of " + repository,
                Git.on(repository, "config", "--local", "--list", "-z"))
            .text();
    Arrays.stream(list.split("\0"))
        .map(entry -> entry.split("\n", 2))
        .forEach(entry -> present.put(folded(entry[0]), entry.length == 2 ? entry[1] : "true"));
    return present;
  }

  private void set(String key, String value) {
    git.run(
        "configure " + repository,
        Git.on(repository, "config", "--local", "--replace-all", key, value));
  }

  private static String folded(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
