package kata.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kata.text.Reason;

/** The git configuration of a repository that kata serves. */
record RepositoryConfig(Git git, Path repository) {
  /** A default; another value set by the operator stays, unless kata needs this one. */
  private record Setting(String key, String value, boolean needed) {
    /** Returns the line that begins the section: {@code [a "b"]} for {@code a.b.key}. */
    String section() {
      String section = key.substring(0, key.lastIndexOf('.'));
      int dot = section.indexOf('.');
      return dot < 0
          ? "[%s]\n".formatted(section)
          : "[%s \"%s\"]\n".formatted(section.substring(0, dot), section.substring(dot + 1));
    }

    String line() {
      return "\t%s = %s\n".formatted(key.substring(key.lastIndexOf('.') + 1), value);
    }
  }

  private static final List<Setting> SETTINGS = settings();

  /** Appends all settings to the configuration of a new repository. */
  void begin() {
    Map<String, StringBuilder> sections = new LinkedHashMap<>();
    for (Setting setting : SETTINGS) {
      sections
          .computeIfAbsent(setting.section(), section -> new StringBuilder(section))
          // kata's own values: none of them needs quotes.
          .append(setting.line());
    }
    Path file = repository.resolve("config");
    try {
      Files.writeString(file, String.join("", sections.values()), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw Git.failure("configure " + repository, Reason.of(e), e);
    }
  }

  /** Sets what is missing; writes nothing when nothing is. */
  void complete() {
    Map<String, String> present = present();
    for (Setting setting : SETTINGS) {
      String value = present.get(folded(setting.key()));
      if (value == null || (setting.needed() && !value.equals(setting.value()))) {
        set(setting.key(), setting.value());
      }
    }
  }

  private static List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    // Without these a push fails or does not reach kata. The first allows pushes from a shallow
    // clone, which CI uses.
    settings.add(new Setting("receive.shallowUpdate", "true", true));
    settings.add(new Setting("receive.advertisePushOptions", "true", true));
    // Deleting the deploy branch is allowed: the app keeps running.
    settings.add(new Setting("receive.denyDeleteCurrent", "ignore", true));
    // git would ignore these hooks if the operator has a global hooks folder.
    settings.add(new Setting("core.hooksPath", "hooks", true));
    settings.add(new Setting("receive.maxInputSize", "512m", false));
    settings.add(new Setting("receive.fsckObjects", "true", false));
    // Faults of old tools: common in the history of real repositories, and harmless here.
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
      settings.add(new Setting("receive.fsck." + fault, "warn", false));
    }
    return List.copyOf(settings);
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
