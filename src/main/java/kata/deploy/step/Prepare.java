package kata.deploy.step;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kata.app.Owner;
import kata.compose.GenerationContext.RuntimeUse;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.process.Progress;
import kata.route.FileServerRoots;
import kata.runtime.DependencyInstall;
import kata.runtime.LanguageRuntime;
import kata.runtime.RuntimeImages;

/** Builds the images of the runtimes and installs the dependencies the release needs. */
public final class Prepare implements Step {
  private final RuntimeImages images;
  private final DependencyInstall dependencies;
  private final Owner owner;

  /** Prepares with these. */
  public Prepare(RuntimeImages images, DependencyInstall dependencies, Owner owner) {
    this.images = images;
    this.dependencies = dependencies;
    this.owner = owner;
  }

  @Override
  public String name() {
    return "prepare";
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    AppHome app = deployment.app();
    Path code = deployment.next().code();
    deployment
        .server()
        .map(server -> FileServerRoots.missing(server, app.code(), code))
        .orElse(List.of())
        .forEach(progress::warn);
    for (Path folder : List.of(app.data(), app.config(), app.envs(), app.logs(), app.cache())) {
      AtomicFile.makeFolder(folder);
    }
    Map<String, RuntimeUse> uses = new LinkedHashMap<>();
    for (String key : deployment.file().runtimes()) {
      LanguageRuntime runtime = LanguageRuntime.of(key);
      String image = images.ensure(runtime, progress);
      Path folder =
          dependencies.ensure(
              app, code, runtime, image, deployment.env(), owner.displayName(), progress);
      uses.put(key, new RuntimeUse(image, folder, runtime.hasModules(code)));
    }
    return deployment.using(uses);
  }

  @Override
  public Deployment rehearse(Deployment deployment, Progress progress) {
    Path code = deployment.next().code();
    Map<String, RuntimeUse> uses = new LinkedHashMap<>();
    for (String key : deployment.file().runtimes()) {
      LanguageRuntime runtime = LanguageRuntime.of(key);
      String image = images.name(runtime);
      Path folder = DependencyInstall.folder(deployment.app(), code, runtime, image);
      uses.put(key, new RuntimeUse(image, folder, runtime.hasModules(code)));
    }
    return deployment.using(uses);
  }

  @Override
  public List<String> plan(Deployment deployment) {
    List<String> lines = new ArrayList<>();
    deployment
        .runtimes()
        .forEach(
            (key, use) -> {
              if (!images.exists(use.image())) {
                lines.add("the image %s is built".formatted(use.image()));
              }
              lines.add(
                  DependencyInstall.isComplete(use.dependencies())
                      ? "dependencies of %s are unchanged".formatted(key)
                      : "dependencies of %s are installed".formatted(key));
            });
    return lines;
  }
}
