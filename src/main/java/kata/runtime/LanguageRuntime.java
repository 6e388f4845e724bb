package kata.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A language that kata runs without a Dockerfile in the app. */
public enum LanguageRuntime {
  /** Python: a venv, and requirements.txt or pyproject.toml. */
  PYTHON("python") {
    @Override
    Set<String> dependencyFiles(Path code) {
      if (Files.isRegularFile(code.resolve("requirements.txt"))) {
        Set<String> files = new LinkedHashSet<>();
        addRequirements(code, "requirements.txt", files);
        return files;
      }
      return existing(code, "pyproject.toml", "setup.py", "setup.cfg");
    }

    @Override
    Optional<Install> install(Path code) {
      if (Files.isRegularFile(code.resolve("requirements.txt"))) {
        return Optional.of(
            hasRequirements(code.resolve("requirements.txt"))
                ? Install.inNewVenv("/venv/bin/pip", "install", "-r", "requirements.txt")
                : Install.newVenv());
      }
      if (Files.isRegularFile(code.resolve("pyproject.toml"))) {
        // Editable: the next release has other code but usually the same dependencies.
        return Optional.of(Install.inNewVenv("/venv/bin/pip", "install", "--editable", "."));
      }
      return Optional.of(Install.newVenv());
    }
  },

  /** Node.js: package.json and its lock file, npm's or yarn's. */
  NODEJS("nodejs") {
    @Override
    Set<String> dependencyFiles(Path code) {
      return existing(
          code, "package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", ".npmrc");
    }

    @Override
    Optional<Install> install(Path code) {
      if (!hasModules(code)) {
        return Optional.empty();
      }
      if (!existing(code, "package-lock.json", "npm-shrinkwrap.json").isEmpty()) {
        return Optional.of(Install.of("npm", "ci", "--no-audit", "--no-fund"));
      }
      if (!existing(code, "yarn.lock").isEmpty()) {
        return Optional.of(Install.of("yarnpkg", "install", "--frozen-lockfile"));
      }
      return Optional.of(
          Install.of("npm", "install", "--no-package-lock", "--no-audit", "--no-fund"));
    }

    @Override
    public boolean hasModules(Path code) {
      return Files.isRegularFile(code.resolve("package.json"));
    }
  };

  /** Included files, such as {@code -r other.txt} or {@code --constraint=limits.txt}. */
  private static final Pattern INCLUDED =
      Pattern.compile("\\s*(?:-r|--requirement|-c|--constraint)[\\s=]*([^\\s\\x00]+)(?:\\s.*)?");

  /** A line that pip ignores; line ends that only pip recognizes are control characters. */
  private static final Pattern IGNORED = Pattern.compile("\\h*(#[\\P{Cc}\\t]*)?");

  private final String key;

  LanguageRuntime(String key) {
    this.key = key;
  }

  /** Returns the runtime of a name in kata-compose.yaml, which the reader has validated. */
  public static LanguageRuntime of(String key) {
    for (LanguageRuntime runtime : values()) {
      if (runtime.key.equals(key)) {
        return runtime;
      }
    }
    throw new IllegalArgumentException(key);
  }

  /** Returns the name in kata-compose.yaml. */
  public String key() {
    return key;
  }

  /** Returns the files that determine what is installed, relative to the code. */
  abstract Set<String> dependencyFiles(Path code);

  /** Returns the command to run in {@code /app} of a container with {@code /venv}, if any. */
  abstract Optional<Install> install(Path code);

  /** Returns whether the modules must be in the folder of the code. */
  public boolean hasModules(Path code) {
    return false;
  }

  /** Returns the Dockerfile of the image, on a base image. */
  String dockerfile(String baseImage) {
    String resource = "/runtimes/" + key + ".Dockerfile";
    try (InputStream in = LanguageRuntime.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@BASE@", baseImage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> existing(Path code, String... names) {
    Set<String> files = new LinkedHashSet<>();
    for (String name : names) {
      if (Files.isRegularFile(code.resolve(name))) {
        files.add(name);
      }
    }
    return files;
  }

  private static void addRequirements(Path code, String name, Set<String> files) {
    Path file = code.resolve(name).normalize();
    if (!file.startsWith(code) || !Files.isRegularFile(file) || !files.add(name)) {
      return;
    }
    for (String line : lines(file)) {
      Matcher matcher = INCLUDED.matcher(line);
      if (matcher.matches()) {
        Path other = Path.of(name).resolveSibling(matcher.group(1));
        addRequirements(code, other.normalize().toString(), files);
      }
    }
  }

  private static boolean hasRequirements(Path requirements) {
    return !lines(requirements).stream().allMatch(line -> IGNORED.matcher(line).matches());
  }

  private static List<String> lines(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return List.of(text.split("\\R", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
