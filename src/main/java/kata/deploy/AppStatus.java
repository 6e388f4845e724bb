package kata.deploy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kata.docker.engine.DockerEngine;
import kata.docker.swarm.Swarm;
import kata.home.AppName;
import kata.home.KataHome;

/** Lists the apps, and which of them run. */
public final class AppStatus {
  private final KataHome home;
  private final DockerEngine engine;
  private final Swarm swarm;

  AppStatus(KataHome home, DockerEngine engine, Swarm swarm) {
    this.home = home;
    this.engine = engine;
    this.swarm = swarm;
  }

  /** An app, and whether one of its containers or tasks runs. */
  public record Line(String app, boolean running) {}

  /** Returns all apps by name. */
  public List<Line> list() {
    List<AppName> apps = home.appNames();
    if (apps.isEmpty()) {
      return List.of();
    }
    Set<String> running = new TreeSet<>(engine.runningProjects());
    boolean all = apps.stream().allMatch(name -> running.contains(name.project()));
    if (!all && swarm.state().active()) {
      running.addAll(swarm.runningStacks()); // on other nodes
    }
    return apps.stream()
        .map(name -> new Line(name.value(), running.contains(name.project())))
        .toList();
  }
}
