package kata.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kata.env.Env;
import kata.yaml.Mark;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/**
 * Converts a Compose document for {@code docker stack deploy}. Docker would silently ignore most of
 * what Swarm cannot do. Here it is converted, refused with an alternative, or removed with a
 * warning. Pure.
 */
public final class SwarmForm {
  private static final String WAY_OUT = "`x-kata-mode: compose` runs the app without Swarm";

  /** Docker 20.10 rejects a file without it. */
  private static final String VERSION = "3.8";

  /** The keys that a service depends on, each with what to write instead. */
  private static final Map<String, String> REFUSED = refused();

  /** The keys that a service works without. */
  private static final Set<String> DROPPED =
      Set.of(
          "attach",
          "cgroup",
          "cgroup_parent",
          "container_name",
          "develop",
          "domainname",
          "expose",
          "external_links",
          "links",
          "mac_address",
          "platform",
          "pull_policy",
          "security_opt",
          "shm_size",
          "userns_mode");

  private final boolean publicPorts;
  private final Optional<String> pinTo;
  private final Map<String, String> secrets;
  private final Set<String> warnings = new LinkedHashSet<>();

  /**
   * Starts a conversion for a Swarm.
   *
   * @param publicPorts whether to publish a port on every address, if the file binds it to one
   * @param swarm the state of the Swarm
   */
  SwarmForm(boolean publicPorts, GenerationContext.Swarm swarm) {
    this.publicPorts = publicPorts;
    this.pinTo = swarm.pinTo();
    this.secrets = swarm.secrets();
  }

  /** Refuses what Swarm cannot do, with line and column. Call it before any change. */
  public static void check(KataFile file, Env env, GenerationContext.Swarm swarm) {
    SwarmForm form = new SwarmForm(file.publicPorts(), swarm);
    Expander expander = new Expander(env, unset -> {});
    for (ServiceSpec spec : file.services()) {
      form.service(spec.name(), expander.expand(spec.body()), false, false);
    }
    form.document(expander.expand(file.rest()));
  }

  /** Returns the warnings so far. */
  Set<String> warnings() {
    return warnings;
  }

  /** Converts everything but the services. */
  Mapping document(Mapping document) {
    Member include = document.members().get("include");
    if (include != null) {
      throw include.key().mark().refuse("Swarm does not support include", WAY_OUT);
    }
    Map<String, Member> members = new LinkedHashMap<>();
    Mark mark = document.mark();
    members.put(
        "version", new Member(Yaml.string("version", mark), new Scalar(VERSION, false, mark)));
    members.putAll(document.without("name", "version").members());
    Mapping form = new Mapping(members, mark);
    return form.get("secrets").orElse(null) instanceof Mapping declared
        ? form.with("secrets", external(declared))
        : form;
  }

  /**
   * Converts a service.
   *
   * @param local whether it uses a folder or an image of this node
   * @param finishes whether others wait for it to finish
   */
  Mapping service(String name, Mapping body, boolean local, boolean finishes) {
    body.members().values().forEach(member -> refuse(name, body, member.key()));
    Mapping form = body.without(DROPPED.toArray(String[]::new)).without("build", "restart");
    Optional<Yaml> ports = body.get("ports");
    if (ports.isPresent() && ports.get() instanceof Sequence list) {
      form = form.with("ports", ports(list));
    }
    if (body.get("depends_on").orElse(null) instanceof Mapping waits) {
      form =
          form.with(
              "depends_on", Yaml.strings(waits.members().keySet().stream().toList(), waits.mark()));
      warnings.add(
          "%s: Swarm starts all services at once and ignores the conditions of depends_on"
              .formatted(waits.mark()));
    }
    Optional<Yaml> policy = restartPolicy(body, finishes);
    if (policy.isPresent()) {
      form = form.with("deploy", ending(within(form, "deploy"), policy.get()));
    }
    return local && pinTo.isPresent() ? pinned(form, pinTo.get()) : form;
  }

  private void refuse(String service, Mapping body, Scalar key) {
    String instead = REFUSED.get(key.text());
    boolean takesImage = key.text().equals("build") && body.get("image").isPresent();
    if (instead != null && !takesImage) {
      String hint = instead.isEmpty() ? WAY_OUT : instead + "; or " + WAY_OUT;
      throw key.mark()
          .refuse(
              "Swarm does not support '%s' of service '%s'".formatted(key.text(), service), hint);
    }
    if (takesImage || DROPPED.contains(key.text())) {
      warnings.add("%s: Swarm ignores '%s'".formatted(key.mark(), key.text()));
    }
  }

  private Sequence ports(Sequence ports) {
    List<Yaml> items = new ArrayList<>();
    for (Yaml port : ports.items()) {
      if (port instanceof Scalar scalar) {
        int end = hostIpEnd(scalar.text());
        if (end > 0) {
          allow(scalar.text().substring(0, end), port.mark());
        }
        items.add(end < 0 ? port : Yaml.string(scalar.text().substring(end + 1), port.mark()));
      } else if (port instanceof Mapping mapping) {
        mapping
            .get("host_ip")
            .ifPresent(ip -> allow(ip instanceof Scalar s ? s.text() : "", ip.mark()));
        items.add(mapping.without("host_ip"));
      } else {
        items.add(port);
      }
    }
    return new Sequence(items, ports.mark());
  }

  /** Returns the end of the address in {@code 127.0.0.1:80:80} or {@code [::1]:80:80}, or -1. */
  private static int hostIpEnd(String port) {
    if (port.startsWith("[")) {
      return port.indexOf(':', port.indexOf(']') + 1);
    }
    int last = port.lastIndexOf(':');
    return last < 0 ? -1 : port.lastIndexOf(':', last - 1);
  }

  private void allow(String address, Mark mark) {
    String plain = address.replaceAll("[\\[\\]]", "");
    if (plain.isEmpty() || plain.equals("0.0.0.0") || plain.equals("::")) {
      return;
    }
    if (!publicPorts) {
      throw mark.refuse(
          "Swarm would publish this port on every address, not only on %s".formatted(plain),
          WAY_OUT
              + "; `x-kata-allow-public-ports: true` allows it, for a server behind a firewall");
    }
    warnings.add(
        "%s: Swarm publishes this port on every address, not only on %s".formatted(mark, plain));
  }

  /** Converts {@code restart:}, which has another name in Swarm. */
  private static Optional<Yaml> restartPolicy(Mapping body, boolean finishes) {
    if (within(body, "deploy").get("restart_policy").isPresent()) {
      return Optional.empty();
    }
    Optional<Yaml> written = body.get("restart");
    String restart =
        written.orElse(null) instanceof Scalar scalar
            ? scalar.text()
            : finishes ? "on-failure" : "";
    String[] parts = restart.split(":", 2);
    String condition =
        switch (parts[0]) {
          case "no" -> "none";
          case "on-failure" -> "on-failure";
          default -> "";
        };
    if (condition.isEmpty()) {
      return Optional.empty(); // Swarm always restarts by default
    }
    Mark mark = written.map(Yaml::mark).orElse(body.mark());
    Mapping policy = new Mapping(Map.of(), mark).with("condition", Yaml.string(condition, mark));
    return Optional.of(
        parts.length == 2 ? policy.with("max_attempts", new Scalar(parts[1], true, mark)) : policy);
  }

  /** Lets the update of a service continue that exits by design: Swarm takes that for a failure. */
  private static Mapping ending(Mapping deploy, Yaml policy) {
    Mapping ending = deploy.with("restart_policy", policy);
    Mapping update = within(deploy, "update_config");
    return update.get("failure_action").isPresent()
        ? ending
        : ending.with(
            "update_config", update.with("failure_action", Yaml.string("continue", deploy.mark())));
  }

  private static Mapping pinned(Mapping body, String node) {
    Mapping deploy = within(body, "deploy");
    Mapping placement = within(deploy, "placement");
    List<Yaml> constraints = new ArrayList<>();
    if (placement.get("constraints").orElse(null) instanceof Sequence written) {
      constraints.addAll(written.items());
    }
    constraints.add(new Scalar("node.id==" + node, false, body.mark()));
    return body.with(
        "deploy",
        deploy.with(
            "placement", placement.with("constraints", new Sequence(constraints, body.mark()))));
  }

  /** Replaces external secrets by their newest versions. Services see the plain name. */
  private Mapping external(Mapping declared) {
    Map<String, Member> members = new LinkedHashMap<>();
    declared
        .members()
        .forEach(
            (key, member) -> {
              boolean external =
                  member.value() instanceof Mapping body
                      && body.get("external").map(yaml -> !isFalse(yaml)).orElse(false);
              members.put(key, external ? new Member(member.key(), version(key, member)) : member);
            });
    return new Mapping(members, declared.mark());
  }

  private Mapping version(String key, Member member) {
    Mapping body = (Mapping) member.value();
    String name = text(within(body, "external"), "name").or(() -> text(body, "name")).orElse(key);
    String current = secrets.get(name);
    if (current == null) {
      throw member
          .key()
          .mark()
          .refuse(
              "there is no secret '%s'".formatted(name),
              "`kata secrets:set %s` creates it".formatted(name));
    }
    Mark mark = body.mark();
    return body.with("external", new Scalar("true", true, mark))
        .with("name", Yaml.string(current, mark));
  }

  private static boolean isFalse(Yaml yaml) {
    return yaml instanceof Scalar scalar && scalar.text().equals("false");
  }

  private static Optional<String> text(Mapping mapping, String key) {
    return mapping.get(key).map(yaml -> yaml instanceof Scalar scalar ? scalar.text() : "");
  }

  private static Mapping within(Mapping body, String key) {
    return body.get(key).orElse(null) instanceof Mapping inner
        ? inner
        : new Mapping(Map.of(), body.mark());
  }

  private static Map<String, String> refused() {
    Map<String, String> refused = new LinkedHashMap<>();
    refused.put("build", "push the image to a registry and name it with `image:`");
    refused.put("scale", "write `deploy: {replicas: ...}`");
    for (String limit :
        List.of(
            "cpu_count",
            "cpu_percent",
            "cpu_period",
            "cpu_quota",
            "cpu_shares",
            "cpus",
            "cpuset",
            "mem_limit",
            "mem_reservation",
            "memswap_limit",
            "pids_limit")) {
      refused.put(limit, "write `deploy: {resources: {limits: ...}}`");
    }
    for (String other :
        List.of(
            "annotations",
            "blkio_config",
            "device_cgroup_rules",
            "devices",
            "dns_opt",
            "extends",
            "gpus",
            "group_add",
            "ipc",
            "label_file",
            "network_mode",
            "oom_kill_disable",
            "oom_score_adj",
            "pid",
            "post_start",
            "pre_stop",
            "privileged",
            "profiles",
            "provider",
            "runtime",
            "storage_opt",
            "uts",
            "volumes_from")) {
      refused.put(other, "");
    }
    return refused;
  }
}
