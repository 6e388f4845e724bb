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

/** KATA_ROOT: the only class that knows the names of the folders and files in it. */
public record KataHome(Path root) {
  /** The file an app brings. */
  public static final String SOURCE_FILE = "kata-compose.yaml";

  /** The file kata generates beside it. */
  public static final String GENERATED_FILE = ".docker-compose.yaml";

  /** The generated file of a start that is not complete. */
  public static final String DRAFT_FILE = ".docker-compose.next.yaml";

  /** The mode chosen with {@code kata mode}. */
  public static final String MODE_FILE = ".kata-mode";

  private static final List<String> FOLDERS =
      List.of("app", "data", "config", "envs", "logs", "repos", "cache", "releases");

  /** Takes the root as an absolute path. */
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

  /** Returns the file with settings, in dotenv form; the process environment wins over it. */
  public Path settingsFile() {
    return own().resolve("settings.env");
  }

  /** Returns the folder with what Java keeps of kata's classes; the stub looks there too. */
  public Path startFolder() {
    return own().resolve("start");
  }

  /** Returns the lock under which that is made. */
  public Lockable startLock() {
    return new Lockable(lockFile("start"), "the archive for quick starts");
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
   * Returns the paths of an app that may be new. Refuses a name that differs only in case from the
   * one of another app: Compose would mix the two.
   */
  public AppHome claim(AppName name) {
    for (AppName other : known()) {
      if (name.collidesWith(other)) {
        throw KataException.refused(
            "app '%s' cannot live beside app '%s': Compose ignores case".formatted(name, other),
            "choose another name, or use '%s'".formatted(other));
      }
    }
    return app(name);
  }

  /** Returns the paths of an app that has code or a repository; refuses an unknown one. */
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
   * Returns the paths of an app of which anything is left to delete, such as data that its removal
   * kept. Refuses a name that Docker takes for the one of another app.
   */
  public AppHome deletable(AppName name) {
    AppHome app = app(name);
    boolean kept = Files.exists(app.config(), LinkOption.NOFOLLOW_LINKS); // a first push makes it
    return kept && known().stream().noneMatch(name::collidesWith) ? app : existing(name);
  }

  /** Returns the apps that have code, and those that have only been pushed to. */
  private List<AppName> known() {
    List<AppName> known = new ArrayList<>(names(apps()));
    known.addAll(names(repos()));
    return known;
  }

  /** Returns the file that says what kata wants Caddy to serve. */
  public Path routes() {
    return own().resolve("routes.json");
  }

  /** Returns the lock under which Caddy's configuration is changed. */
  public Lockable caddyLock() {
    return new Lockable(lockFile("caddy"), "Caddy's configuration");
  }

  /** Returns the lock of the one app whose visitors wait while its containers change. */
  public Lockable waitingVisitors() {
    return new Lockable(lockFile("visitors"), "the turn to change Caddy");
  }

  /** Returns a place for one of the apps that may start at once; places count from 1. */
  public Lockable placeToStart(int number) {
    return new Lockable(lockFile("start-" + number), "the turn to start an app");
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
