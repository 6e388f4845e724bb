package kata.home;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.text.DidYouMean;
import kata.text.Reason;

/** The layout under KATA_ROOT: only this class knows the names of folders and files in it. */
public record KataHome(Path root) {
  /** The app's own file. */
  public static final String SOURCE_FILE = "kata-compose.yaml";

  /** The file that kata generates beside it. */
  public static final String GENERATED_FILE = ".docker-compose.yaml";

  /** The generated file of a start that is in progress. */
  public static final String DRAFT_FILE = ".docker-compose.next.yaml";

  /** The mode chosen with {@code kata mode}. */
  public static final String MODE_FILE = ".kata-mode";

  private static final List<String> FOLDERS =
      List.of("app", "data", "config", "envs", "logs", "repos", "cache", "releases");

  /** Makes the root absolute. */
  public KataHome {
    root = root.toAbsolutePath().normalize();
  }

  /** Returns every folder of the layout, for {@code kata setup}. */
  public List<Path> folders() {
    return FOLDERS.stream().map(this::folder).toList();
  }

  /** Returns the folder with the code of all apps. */
  public Path apps() {
    return folder("app");
  }

  /** Returns the folder with the bare repositories of all apps. */
  public Path repos() {
    return folder("repos");
  }

  /** Returns kata's own folder: locks and settings. */
  public Path own() {
    return folder(".kata");
  }

  /** Returns the settings file, in dotenv format; the process environment overrides it. */
  public Path settingsFile() {
    return own().resolve("settings.env");
  }

  /** Returns the folder of the JVM start-up cache; the stub script reads it too. */
  public Path startFolder() {
    return own().resolve("start");
  }

  /** Returns the lock for building the JVM start-up cache. */
  public Lockable startLock() {
    return new Lockable(lockFile("start"), "the JVM start-up cache");
  }

  /** Returns the paths of an app, whether it exists or not. */
  public AppHome app(AppName name) {
    return new AppHome(this, name);
  }

  /** Returns the apps that have code, sorted. */
  public List<AppName> appNames() {
    return names(apps());
  }

  /**
   * Returns the paths of an app that may be new. Rejects a name that differs from another app's
   * only in case: both would have the same Compose project.
   */
  public AppHome claim(AppName name) {
    for (AppName other : known()) {
      if (name.collidesWith(other)) {
        throw KataException.refused(
            "app '%s' cannot exist beside app '%s': Compose ignores case".formatted(name, other),
            "choose another name, or use '%s'".formatted(other));
      }
    }
    return app(name);
  }

  /** Returns the paths of an app that has code or a repository; rejects an unknown app. */
  public AppHome existing(AppName name) {
    AppHome app = app(name);
    if (Files.exists(app.code(), LinkOption.NOFOLLOW_LINKS) || Files.exists(app.repo())) {
      return app;
    }
    List<String> known = known().stream().map(AppName::value).toList();
    throw KataException.refused(
        "there is no app '%s'".formatted(name),
        DidYouMean.question(known, name.value()).orElse("`kata ls` lists the apps"));
  }

  /**
   * Returns the paths of an app with anything left to delete, such as data that its removal kept.
   * Rejects a name that differs from another app's only in case.
   */
  public AppHome deletable(AppName name) {
    AppHome app = app(name);
    boolean kept =
        Files.exists(app.config(), LinkOption.NOFOLLOW_LINKS); // the first push creates it
    return kept && known().stream().noneMatch(name::collidesWith) ? app : existing(name);
  }

  /** Returns the apps that have code, and those that have only been pushed to. */
  private List<AppName> known() {
    List<AppName> known = new ArrayList<>(names(apps()));
    known.addAll(names(repos()));
    return known;
  }

  /** Returns the file with the routes that kata configures in Caddy. */
  public Path routes() {
    return own().resolve("routes.json");
  }

  /** Returns the lock for changes of Caddy's configuration. */
  public Lockable caddyLock() {
    return new Lockable(lockFile("caddy"), "Caddy's configuration");
  }

  /** Returns the lock for holding requests; only one app at a time holds its requests. */
  public Lockable requestHoldLock() {
    return new Lockable(lockFile("visitors"), "the lock for route changes");
  }

  /** Returns a start slot: only so many apps start at the same time. Slots count from 1. */
  public Lockable startSlot(int number) {
    return new Lockable(lockFile("start-" + number), "the lock for app starts");
  }

  Path lockFile(String name) {
    return own().resolve("locks").resolve(name + ".lock");
  }

  Path folder(String name) {
    return root.resolve(name);
  }

  private static List<AppName> names(Path folder) {
    List<AppName> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (Files.isDirectory(entry) && isName(name)) {
          names.add(new AppName(name));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new OperationFailed("cannot list " + folder + ": " + Reason.of(e), "", e);
    }
    names.sort(Comparator.comparing(AppName::value));
    return names;
  }

  private static boolean isName(String text) {
    try {
      return new AppName(text).value().equals(text);
    } catch (KataException e) {
      return false;
    }
  }
}
