package kata.deploy;

import java.util.List;
import java.util.Set;
import kata.docker.DockerEngine;
import kata.home.KataHome;

/** Tells which apps there are and which of them run. */
public final class AppStatus {
  private final KataHome home;
  private final DockerEngine engine;

  AppStatus(KataHome home, DockerEngine engine) {
    this.home = home;
    this.engine = engine;
  }

  /** An app, and whether one of its containers runs. */
  public record Line(String app, boolean running) {}

  /** Returns all apps by name. */
  public List<Line> list() {
    if (home.appNames().isEmpty()) {
      return List.of();
    }
    Set<String> running = engine.runningProjects();
    return home.appNames().stream()
        .map(name -> new Line(name.value(), running.contains(name.project())))
        .toList();
  }
}
