package kata.deploy.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kata.app.AppEnvironment;
import kata.app.Modes.Target;
import kata.app.Owner;
import kata.app.Preflight;
import kata.compose.ComposeGenerator;
import kata.compose.ComposeGenerator.Generated;
import kata.compose.GenerationContext;
import kata.compose.GenerationContext.RuntimeUse;
import kata.compose.Requirements;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.docker.Images;
import kata.docker.Stack;
import kata.home.AtomicFile;
import kata.process.Progress;
import kata.release.Release;
import kata.release.ReleaseRecord;
import kata.route.Routes;
import kata.runtime.RuntimeImages;

/**
 * Writes the file that Compose or Swarm reads, and makes sure that it can start: Docker accepts it,
 * its ports are free, its images are on this server.
 */
public final class Write implements Step {
  private final RuntimeImages images;
  private final Preflight preflight;
  private final Routes routes;
  private final Owner owner;

  /** Writes for containers of this owner. */
  public Write(RuntimeImages images, Preflight preflight, Routes routes, Owner owner) {
    this.images = images;
    this.preflight = preflight;
    this.routes = routes;
    this.owner = owner;
  }

  @Override
  public String name() {
    return "write";
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    Target target = deployment.target().orElseThrow();
    GenerationContext context =
        context(
            deployment,
            target,
            target.swarm().isPresent() ? byId(deployment.runtimes()) : deployment.runtimes());
    Generated generated = generate(deployment, context, Map.of());
    Deployment written = written(deployment, generated, progress);
    if (written.stack().isPresent()) {
      Stack stack = written.stack().get();
      Map<String, String> built =
          target.orchestrator().fetch(stack, images(generated.requirements()), progress);
      if (!built.isEmpty()) {
        AtomicFile.write(stack.file(), generate(deployment, context, built).text(), "rw-------");
      }
    }
    deployment.releases().stage(deployment.next(), record(deployment, target));
    return written;
  }

  /** Swarm finds images by id, and a plan builds none, so their names stand in. */
  @Override
  public Deployment rehearse(Deployment deployment, Progress progress) {
    return written(deployment, generate(deployment, named(deployment), Map.of()), progress);
  }

  /** Writes a generated file, and asks Docker and this server whether it can start. */
  private Deployment written(Deployment deployment, Generated generated, Progress progress) {
    Release release = deployment.next();
    Target target = deployment.target().orElseThrow();
    generated.warnings().forEach(progress::warn);
    Stack stack = new Stack(deployment.project(), release.code(), release.draft());
    AtomicFile.write(stack.file(), generated.text(), "rw-------");
    Requirements requirements = generated.requirements();
    preflight.requireListen(
        stack.project(), () -> routes.missing(deployment.server()), requirements.ports());
    if (!deployment.file().runsSomething()) {
      return deployment;
    }
    target.orchestrator().check(stack);
    boolean elsewhere = target.swarm().flatMap(GenerationContext.Swarm::pinTo).isPresent();
    preflight.requirePorts(stack.project(), requirements.ports(), elsewhere);
    return deployment.starting(Optional.of(stack));
  }

  @Override
  public List<String> plan(Deployment deployment) {
    Requirements requirements = generate(deployment, named(deployment), Map.of()).requirements();
    List<String> lines = new ArrayList<>();
    requirements
        .builds()
        .keySet()
        .forEach(service -> lines.add("the image of service '%s' is built".formatted(service)));
    requirements.images().stream()
        .map(Requirements.WantedImage::name)
        .filter(image -> !images.exists(image))
        .distinct()
        .forEach(image -> lines.add("the image %s is pulled".formatted(image)));
    requirements
        .ports()
        .forEach(
            port ->
                lines.add(
                    "service '%s' publishes %s"
                        .formatted(
                            port.service(),
                            port.from() == port.to()
                                ? "port " + port.from()
                                : "one of the ports %d to %d".formatted(port.from(), port.to()))));
    return lines;
  }

  private GenerationContext named(Deployment deployment) {
    return context(deployment, deployment.target().orElseThrow(), deployment.runtimes());
  }

  @Override
  public void discard(Deployment deployment) {
    deployment.release().ifPresent(staged -> deployment.releases().discardStaged(staged));
  }

  private GenerationContext context(
      Deployment deployment, Target target, Map<String, RuntimeUse> runtimes) {
    Release release = deployment.next();
    return new GenerationContext(
        release.revision().isEmpty() ? "by-hand" : release.revision(),
        release.code(),
        owner.displayName(),
        AppEnvironment.roots(deployment.app()),
        runtimes,
        target.swarm());
  }

  private static Generated generate(
      Deployment deployment, GenerationContext context, Map<String, String> built) {
    return ComposeGenerator.generate(deployment.file(), deployment.env(), context, built);
  }

  private static ReleaseRecord record(Deployment deployment, Target target) {
    return ReleaseRecord.of(
        deployment.next(),
        target.mode(),
        deployment.request().choice(),
        deployment.env(),
        deployment.runtimes(),
        deployment.server());
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
}
