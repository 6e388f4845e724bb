package kata.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kata.compose.GenerationContext.RuntimeUse;
import kata.yaml.Mark;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/**
 * The volumes of one service. The built-in names {@code app}, {@code config}, {@code data} and
 * {@code venv} become bind mounts of this release. A named volume would keep the folder of the
 * release it was created for.
 */
final class ServiceVolumes {
  private static final List<String> BUILT_IN = List.of("app", "config", "data", "venv");
  private static final List<String> CODE = List.of("app", "venv");

  private final GenerationContext context;
  private final Set<String> own;
  private final Optional<RuntimeUse> runtime;
  private final List<Yaml> mounts = new ArrayList<>();
  private final Set<String> targets = new HashSet<>();
  private boolean usesFolders;

  /**
   * Starts with no mounts.
   *
   * @param own the names of the volumes that the file declares; they override built-in ones
   * @param runtime the runtime that {@code venv} belongs to
   */
  ServiceVolumes(GenerationContext context, Set<String> own, Optional<RuntimeUse> runtime) {
    this.context = context;
    this.own = own;
    this.runtime = runtime;
  }

  /** Returns the names of the volumes that a file declares; these override built-in ones. */
  static Set<String> declared(Mapping document) {
    return document.get("volumes").orElse(null) instanceof Mapping volumes
        ? volumes.members().keySet()
        : Set.of();
  }

  /**
   * Returns whether a service mounts the code or the dependencies of the release by name. One that
   * mounts {@code data}, such as a database, does not run the code.
   */
  static boolean mountsCode(Mapping body, Set<String> declared) {
    return body.get("volumes").orElse(null) instanceof Sequence volumes
        && volumes.items().stream()
            .map(ServiceVolumes::source)
            .anyMatch(source -> CODE.contains(source) && !declared.contains(source));
  }

  private static String source(Yaml item) {
    if (item instanceof Mapping mapping) {
      return text(mapping, "type").equals("volume") ? text(mapping, "source") : "";
    }
    String[] parts = item instanceof Scalar scalar ? scalar.text().split(":", 2) : new String[0];
    return parts.length == 2 ? parts[0] : "";
  }

  /** Adds the mounts of the file, with folders in place of built-in names. */
  void addWritten(Yaml volumes) {
    if (volumes.isNull()) {
      return;
    }
    if (!(volumes instanceof Sequence list)) {
      throw volumes.mark().refuse("volumes must be a list", "begin each volume with a hyphen");
    }
    list.items().forEach(this::addItem);
  }

  /** Adds the mounts of every service with a runtime, except where it has its own mount. */
  void addBuiltIn(Mark mark) {
    for (String name : BUILT_IN) {
      if (own.contains(name)) {
        addTarget(new Scalar(name + ":/" + name, false, mark), "/" + name);
      } else {
        bind(folder(name, mark), "/" + name, false, mark);
      }
    }
    // Mount the folders at their host paths, too: a path is then valid inside and outside.
    bind(context.code(), context.root("APP_ROOT").toString(), false, mark);
    bind(folder("venv", mark), context.root("ENV_ROOT").toString(), false, mark);
    for (String root : List.of("CONFIG_ROOT", "DATA_ROOT", "LOG_ROOT", "CACHE_ROOT")) {
      bind(context.root(root), context.root(root).toString(), false, mark);
    }
    if (runtime.map(RuntimeUse::modules).orElse(false)) {
      Path modules = folder("venv", mark).resolve("node_modules");
      bind(modules, "/app/node_modules", false, mark);
      bind(modules, context.root("APP_ROOT") + "/node_modules", false, mark);
    }
  }

  /** Returns whether it mounts a folder of the app, which exists on this server only. */
  boolean usesFolders() {
    return usesFolders;
  }

  Optional<Yaml> list(Mark mark) {
    return mounts.isEmpty() ? Optional.empty() : Optional.of(new Sequence(mounts, mark));
  }

  private void addItem(Yaml item) {
    if (item instanceof Scalar scalar) {
      addShort(scalar);
    } else if (item instanceof Mapping mapping) {
      addLong(mapping);
    } else {
      throw item.mark().refuse("a volume must be text or a mapping", "write NAME:/path");
    }
  }

  private void addShort(Scalar scalar) {
    String[] parts = scalar.text().split(":", 3);
    if (parts.length > 1 && isBuiltIn(parts[0])) {
      boolean readOnly = parts.length == 3 && List.of(parts[2].split(",", -1)).contains("ro");
      bind(folder(parts[0], scalar.mark()), parts[1], readOnly, scalar.mark());
    } else {
      addTarget(scalar, parts.length > 1 ? parts[1] : parts[0]);
    }
  }

  private void addLong(Mapping mapping) {
    String target = text(mapping, "target");
    String source = text(mapping, "source");
    if (isBuiltIn(source) && text(mapping, "type").equals("volume")) {
      Mark mark = mapping.mark();
      Mapping bound =
          mapping
              .without("volume")
              .with("type", Yaml.string("bind", mark))
              .with("source", Yaml.string(folder(source, mark).toString(), mark));
      addTarget(bound, target);
    } else {
      addTarget(mapping, target);
    }
  }

  private boolean isBuiltIn(String name) {
    return BUILT_IN.contains(name) && !own.contains(name);
  }

  private Path folder(String name, Mark mark) {
    usesFolders = true;
    return switch (name) {
      case "app" -> context.code();
      case "config" -> context.root("CONFIG_ROOT");
      case "data" -> context.root("DATA_ROOT");
      default ->
          runtime
              .orElseThrow(
                  () ->
                      mark.refuse(
                          "venv needs one runtime: no service has one, or several differ",
                          "mount venv in a service with the runtime"))
              .dependencies();
    };
  }

  private void bind(Path source, String target, boolean readOnly, Mark mark) {
    Map<String, Member> members = new LinkedHashMap<>();
    put(members, "type", Yaml.string("bind", mark));
    put(members, "source", Yaml.string(source.toString(), mark));
    put(members, "target", Yaml.string(target, mark));
    if (readOnly) {
      put(members, "read_only", new Scalar("true", true, mark));
    }
    addTarget(new Mapping(members, mark), target);
  }

  private void addTarget(Yaml mount, String target) {
    if (targets.add(target.replaceFirst("(?<=.)/+$", ""))) {
      mounts.add(mount);
    }
  }

  private static void put(Map<String, Member> members, String key, Scalar value) {
    members.put(key, new Member(Yaml.string(key, value.mark()), value));
  }

  private static String text(Mapping mapping, String key) {
    return mapping.get(key).map(yaml -> yaml instanceof Scalar s ? s.text() : "").orElse("");
  }
}
