package kata.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A language kata runs without a Dockerfile of the app's own. */
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
    List<List<String>> installCommands(Path code) {
      List<List<String>> commands = new ArrayList<>();
      commands.add(List.of("python3", "-m", "venv", "/venv"));
      if (Files.isRegularFile(code.resolve("requirements.txt"))) {
        commands.add(List.of("/venv/bin/pip", "install", "-r", "requirements.txt"));
      } else if (Files.isRegularFile(code.resolve("pyproject.toml"))) {
        // Editable: the next release has other code and, as a rule, the same dependencies.
        commands.add(List.of("/venv/bin/pip", "install", "--editable", "."));
      }
      return commands;
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
    List<List<String>> installCommands(Path code) {
      if (!hasModules(code)) {
        return List.of();
      }
      if (!existing(code, "package-lock.json", "npm-shrinkwrap.json").isEmpty()) {
        return List.of(List.of("npm", "ci", "--no-audit", "--no-fund"));
      }
      if (!existing(code, "yarn.lock").isEmpty()) {
        return List.of(List.of("yarnpkg", "install", "--frozen-lockfile"));
      }
      return List.of(List.of("npm", "install", "--no-package-lock", "--no-audit", "--no-fund"));
    }

    @Override
    public boolean hasModules(Path code) {
      return Files.isRegularFile(code.resolve("package.json"));
    }
  };

  /** {@code -r other.txt}, {@code --constraint=limits.txt}: these count as dependencies too. */
  private static final Pattern INCLUDED =
      Pattern.compile("\\s*(?:-r|--requirement|-c|--constraint)[\\s=]*([^\\s\\x00]+)(?:\\s.*)?");

  private final String key;

  LanguageRuntime(String key) {
    this.key = key;
  }

  /** Returns the runtime of a name in kata-compose.yaml, which the reader has checked. */
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

  /** Returns the files whose content decides what is installed, relative to the code. */
  abstract Set<String> dependencyFiles(Path code);

  /** Returns what to run, in order, in {@code /app} of a container that has {@code /venv}. */
  abstract List<List<String>> installCommands(Path code);

  /** Tells whether the installed modules belong into the folder of the code. */
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
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String line : text.split("\\R", -1)) {
      Matcher matcher = INCLUDED.matcher(line);
      if (matcher.matches()) {
        Path other = Path.of(name).resolveSibling(matcher.group(1));
        addRequirements(code, other.normalize().toString(), files);
      }
    }
  }
}
