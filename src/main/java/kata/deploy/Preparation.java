package kata.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import kata.compose.ComposeGenerator;
import kata.compose.ComposeGenerator.Generated;
import kata.compose.GenerationContext;
import kata.compose.GenerationContext.RuntimeUse;
import kata.compose.KataFile;
import kata.compose.Requirements;
import kata.deploy.Modes.Target;
import kata.docker.Images;
import kata.docker.Stack;
import kata.env.Env;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.home.KataHome;
import kata.net.HostPort;
import kata.process.Progress;
import kata.runtime.DependencyInstall;
import kata.runtime.LanguageRuntime;
import kata.runtime.RuntimeImages;

/** Makes a release ready to start, touching nothing that runs. */
final class Preparation {
  private final RuntimeImages images;
  private final DependencyInstall dependencies;
  private final Preflight preflight;
  private final Owner owner;

  Preparation(
      RuntimeImages images, DependencyInstall dependencies, Preflight preflight, Owner owner) {
    this.images = images;
    this.dependencies = dependencies;
    this.preflight = preflight;
    this.owner = owner;
  }

  /** Builds the images and installs the dependencies a release needs. */
  Map<String, RuntimeUse> runtimes(
      AppHome app, Path code, KataFile file, Env env, Progress progress) {
    for (Path folder : List.of(app.data(), app.config(), app.envs(), app.logs(), app.cache())) {
      AtomicFile.makeFolder(folder);
    }
    Map<String, RuntimeUse> uses = new LinkedHashMap<>();
    for (String key : file.runtimes()) {
      LanguageRuntime runtime = LanguageRuntime.of(key);
      String image = images.ensure(runtime, progress);
      Path folder = dependencies.ensure(app, code, runtime, image, env, owner.shown(), progress);
      uses.put(key, new RuntimeUse(image, folder, runtime.hasModules(code)));
    }
    return uses;
  }

  /** Generates the file as if all were prepared, to find what is wrong in it. */
  void rehearse(AppHome app, KataFile file, Env env) {
    Map<String, RuntimeUse> runtimes = new LinkedHashMap<>();
    for (String key : file.runtimes()) {
      runtimes.put(key, new RuntimeUse("kata/" + key, app.envs(), false));
    }
    Map<String, Path> roots = AppEnvironment.roots(app);
    ComposeGenerator.generate(
        file,
        env,
        new GenerationContext("", app.code(), owner.shown(), roots, runtimes, Optional.empty()));
  }

  /**
   * Writes the generated file into the release, beside the one it runs with, and makes sure that it
   * can start: Docker takes it, its ports can be had, its images are here. Empty without services.
   */
  Optional<Stack> write(
      AppHome app,
      Release release,
      KataFile file,
      Env env,
      Map<String, RuntimeUse> runtimes,
      Target target,
      Supplier<List<HostPort>> listens,
      Progress progress) {
    GenerationContext placement =
        new GenerationContext(
            release.revision().isEmpty() ? "by-hand" : release.revision(),
            release.code(),
            owner.shown(),
            AppEnvironment.roots(app),
            target.swarm().isPresent() ? byId(runtimes) : runtimes,
            target.swarm());
    Generated generated = ComposeGenerator.generate(file, env, placement);
    generated.warnings().forEach(progress::warn);
    Stack stack = new Stack(app.name().project(), release.code(), draft(release));
    AtomicFile.write(stack.file(), generated.text(), "rw-------");
    preflight.requireListen(stack.project(), listens, generated.requirements().ports());
    if (!file.runsSomething()) {
      return Optional.empty();
    }
    target.orchestrator().check(stack);
    Requirements requirements = generated.requirements();
    boolean elsewhere = target.swarm().flatMap(GenerationContext.Swarm::pinTo).isPresent();
    preflight.requirePorts(stack.project(), requirements.ports(), elsewhere);
    Map<String, String> built = target.orchestrator().fetch(stack, images(requirements), progress);
    if (!built.isEmpty()) {
      String text = ComposeGenerator.generate(file, env, placement, built).text();
      AtomicFile.write(stack.file(), text, "rw-------");
    }
    return Optional.of(stack);
  }

  private static Images images(Requirements requirements) {
    List<Images.Pull> pulls =
        requirements.images().stream()
            .map(one -> new Images.Pull(one.service(), one.name(), one.pull(), one.platform()))
            .toList();
    return new Images(pulls, requirements.builds(), requirements.others());
  }

  private Map<String, RuntimeUse> byId(Map<String, RuntimeUse> runtimes) {
    Map<String, RuntimeUse> uses = new LinkedHashMap<>();
    runtimes.forEach(
        (key, use) ->
            uses.put(
                key, new RuntimeUse(images.id(use.image()), use.dependencies(), use.modules())));
    return uses;
  }

  /** Returns what runs of a release; nothing when it was never started or has no services. */
  static Optional<Stack> stack(AppHome app, Release release) {
    Path file = generated(release);
    return started(release) && ComposeGenerator.runsSomething(ReleaseStore.textOf(file))
        ? Optional.of(new Stack(app.name().project(), release.code(), file))
        : Optional.empty();
  }

  static boolean started(Release release) {
    return Files.exists(generated(release));
  }

  static Path generated(Release release) {
    return release.code().resolve(KataHome.GENERATED_FILE);
  }

  /** Returns the generated file of a release that is not started yet. */
  static Path draft(Release release) {
    return release.code().resolve(KataHome.DRAFT_FILE);
  }
}
