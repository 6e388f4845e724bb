package kata.home;

import java.nio.file.Path;
import java.util.List;

/** The paths of one app; each is a direct child of its root. */
public record AppHome(KataHome home, AppName name) {
  /** Returns {@code app/<app>}: the link to the current release, or a folder created by hand. */
  public Path code() {
    return home.apps().resolve(name.value());
  }

  /** Returns {@code data/<app>}: the app's persistent data. */
  public Path data() {
    return home.folder("data").resolve(name.value());
  }

  /** Returns {@code config/<app>}: the operator's settings for the app. */
  public Path config() {
    return home.folder("config").resolve(name.value());
  }

  /** Returns {@code envs/<app>}: installed dependencies, one folder per fingerprint. */
  public Path envs() {
    return home.folder("envs").resolve(name.value());
  }

  /** Returns {@code logs/<app>}: deploy logs; the app may write here too. */
  public Path logs() {
    return home.folder("logs").resolve(name.value());
  }

  /** Returns {@code repos/<app>}: the bare repository. */
  public Path repo() {
    return home.repos().resolve(name.value());
  }

  /** Returns {@code cache/<app>}: may be deleted at any time. */
  public Path cache() {
    return home.folder("cache").resolve(name.value());
  }

  /** Returns {@code releases/<app>}: one checkout per deploy, and its record beside it. */
  public Path releases() {
    return home.folder("releases").resolve(name.value());
  }

  /** Returns the folder for files that the app wrote into a pruned release. */
  public Path leftovers() {
    return data().resolve("leftovers");
  }

  /** Returns the two files of the operator's overrides, in the order they are read. */
  public List<Path> envFiles() {
    return List.of(config().resolve("ENV"), config().resolve(".env"));
  }

  /**
   * Returns the lock of the app. Its file remains after the app is removed; nothing reads or
   * deletes it.
   */
  public Lockable lock() {
    return new Lockable(home.lockFile("app-" + name.project()), "app '%s'".formatted(name));
  }
}
