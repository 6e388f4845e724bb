package kata.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kata.compose.GenerationContext.RuntimeUse;
import kata.env.Env;
import kata.env.EnvLayers;
import kata.yaml.Mark;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;
import kata.yaml.YamlWriter;

/**
 * Generates the file for Compose or Swarm. The same input gives the same bytes. It resolves every
 * variable and doubles every remaining dollar, so that Compose expands nothing a second time.
 */
public final class ComposeGenerator {
  /** The label with the pushed revision: a new value makes Compose replace the service. */
  public static final String REVISION_LABEL = "kata.revision";

  /** The label on an image with the app that kata built it for. */
  public static final String APP_LABEL = "kata.app";

  private final KataFile file;
  private final Env env;
  private final GenerationContext context;
  private final Expander expander;
  private final Optional<SwarmForm> swarm;
  private final Set<String> warnings = new LinkedHashSet<>();

  private ComposeGenerator(KataFile file, Env env, GenerationContext context) {
    this.file = file;
    this.env = env;
    this.context = context;
    this.swarm = context.swarm().map(where -> new SwarmForm(file.publicPorts(), where));
    this.expander =
        new Expander(
            env,
            unset ->
                warnings.add(
                    "%s: %s is not set; its value is empty".formatted(unset.mark(), unset.name())));
  }

  /** The generated text, the warnings to print, and what the server must have to start it. */
  public record Generated(String text, List<String> warnings, Requirements requirements) {
    /** Copies the warnings. */
    public Generated {
      warnings = List.copyOf(warnings);
    }
  }

  /** Generates the file for a release. */
  public static Generated generate(KataFile file, Env env, GenerationContext context) {
    return generate(file, env, context, Map.of());
  }

  /**
   * Generates the file for a release whose images are built. It names them by id, so that it stays
   * valid after the next build.
   *
   * @param built the ids of the images by service
   */
  public static Generated generate(
      KataFile file, Env env, GenerationContext context, Map<String, String> built) {
    ComposeGenerator generator = new ComposeGenerator(file, env, context);
    Mapping document = generator.document();
    Requirements requirements = Requirements.of(document, context.swarm().isPresent());
    String text = YamlWriter.write(doubleDollars(Requirements.withBuiltImages(document, built)));
    List<String> warnings = new ArrayList<>(file.warnings());
    warnings.addAll(generator.warnings);
    generator.swarm.ifPresent(form -> warnings.addAll(form.warnings()));
    return new Generated(text, warnings, requirements);
  }

  /** Returns whether a generated file has services. Compose rejects a file without any. */
  public static boolean runsSomething(String generated) {
    return generated.lines().noneMatch("services: {}"::equals)
        || generated.lines().anyMatch(line -> line.startsWith("include:"));
  }

  private Mapping document() {
    Mapping document = expander.expand(file.rest());
    Set<String> volumes = ServiceVolumes.declared(document);
    file.release().ifPresent(release -> release.words(expander)); // refuses, or warns
    Map<String, Member> services = new LinkedHashMap<>();
    Mark mark = document.mark();
    Set<String> finishing = finishing();
    for (ServiceSpec spec : file.services()) {
      services.put(
          spec.name(),
          new Member(
              Yaml.string(spec.name(), mark),
              service(spec, volumes, finishing.contains(spec.name()))));
    }
    Mapping whole = document.with("services", new Mapping(services, mark));
    return swarm.map(form -> form.document(whole)).orElse(whole);
  }

  private Mapping service(ServiceSpec spec, Set<String> ownVolumes, boolean finishes) {
    Mapping expanded = expander.expand(spec.body());
    Mapping body = expanded;
    Mark mark = body.mark();
    Optional<RuntimeUse> runtime = spec.runtime().map(this::use);
    if (runtime.isPresent()) {
      body = imageFirst(body, runtime.get().image());
      if (body.get("user").isEmpty()) {
        body = body.with("user", new Scalar(context.user(), false, mark));
      }
    }
    Map<String, String> variables = new LinkedHashMap<>(env.asMap());
    variables.putAll(EnvLayers.own(env, spec.environment(), warnings::add));
    body = body.with("environment", Yaml.quoted(variables, mark));

    ServiceVolumes volumes = new ServiceVolumes(context, ownVolumes, runtime.or(this::onlyRuntime));
    body.get("volumes").ifPresent(volumes::addWritten);
    if (runtime.isPresent()) {
      volumes.addBuiltIn(mark);
    }
    Optional<Yaml> mounts = volumes.list(mark);
    if (mounts.isPresent()) {
      body = body.with("volumes", mounts.get());
    }
    if (spec.runsCode(expanded, ownVolumes)) {
      body =
          body.with(
              "labels", labelled(body.get("labels"), REVISION_LABEL, context.revision(), mark));
    }
    if (body.get("build").filter(build -> !build.isNull()).isPresent()) {
      body = withAppLabel(body, mark);
    }
    if (swarm.isPresent()) {
      boolean local = volumes.usesFolders() || runtime.isPresent();
      return swarm.get().service(spec.name(), body, local, finishes);
    }
    boolean restarts = body.get("restart").isPresent() || hasRestartPolicy(body);
    return restarts || finishes ? body : body.with("restart", Yaml.string("unless-stopped", mark));
  }

  private RuntimeUse use(String runtime) {
    RuntimeUse use = context.runtimes().get(runtime);
    if (use == null) {
      throw new IllegalStateException("runtime " + runtime + " was not prepared");
    }
    return use;
  }

  private Optional<RuntimeUse> onlyRuntime() {
    return context.runtimes().size() == 1
        ? context.runtimes().values().stream().findFirst()
        : Optional.empty();
  }

  private static Mapping imageFirst(Mapping body, String image) {
    Map<String, Member> members = new LinkedHashMap<>();
    Mark mark = body.mark();
    members.put("image", new Member(Yaml.string("image", mark), new Scalar(image, false, mark)));
    members.putAll(body.members());
    return new Mapping(members, mark);
  }

  /** Adds a label with the app to its image, so that kata finds and removes old images. */
  private Mapping withAppLabel(Mapping body, Mark mark) {
    Yaml build = body.get("build").orElseThrow();
    Mapping section =
        build instanceof Mapping written
            ? written
            : new Mapping(Map.of(), mark).with("context", build);
    String app = String.valueOf(context.root("APP_ROOT").getFileName());
    return body.with(
        "build", section.with("labels", labelled(section.get("labels"), APP_LABEL, app, mark)));
  }

  private static Yaml labelled(Optional<Yaml> labels, String name, String text, Mark mark) {
    Scalar value = new Scalar(text, false, mark);
    if (labels.isPresent() && labels.get() instanceof Sequence list) {
      List<Yaml> items = new ArrayList<>(list.items());
      items.add(new Scalar(name + "=" + text, false, mark));
      return new Sequence(items, mark);
    }
    Mapping map =
        labels.isPresent() && labels.get() instanceof Mapping written
            ? written
            : new Mapping(Map.of(), mark);
    return map.with(name, value);
  }

  private static boolean hasRestartPolicy(Mapping body) {
    return body.get("deploy")
        .map(deploy -> deploy instanceof Mapping m && m.get("restart_policy").isPresent())
        .orElse(false);
  }

  /** Returns the services that others wait for to finish. They must not restart. */
  private Set<String> finishing() {
    Set<String> names = new TreeSet<>();
    for (ServiceSpec spec : file.services()) {
      if (spec.body().get("depends_on").orElse(null) instanceof Mapping waits) {
        waits
            .members()
            .forEach(
                (name, member) -> {
                  if (member.value() instanceof Mapping wait
                      && wait.get("condition").orElse(null) instanceof Scalar condition
                      && condition.text().equals("service_completed_successfully")) {
                    names.add(name);
                  }
                });
      }
    }
    return names;
  }

  private static Yaml doubleDollars(Yaml yaml) {
    if (yaml instanceof Scalar scalar) {
      return scalar.text().indexOf('$') < 0
          ? scalar
          : new Scalar(scalar.text().replace("$", "$$"), scalar.plain(), scalar.mark());
    }
    if (yaml instanceof Sequence sequence) {
      return new Sequence(
          sequence.items().stream().map(ComposeGenerator::doubleDollars).toList(), sequence.mark());
    }
    Mapping mapping = (Mapping) yaml;
    Map<String, Member> members = new LinkedHashMap<>();
    mapping
        .members()
        .forEach((key, m) -> members.put(key, new Member(m.key(), doubleDollars(m.value()))));
    return new Mapping(members, mapping.mark());
  }
}
