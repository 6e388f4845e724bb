package kata.compose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/**
 * What this server must have before a generated file can start. Services with profiles do not
 * count, because kata starts none of them.
 *
 * @param images the images to pull if missing, without those that the file builds
 * @param builds the image name of each service with {@code build:}; empty if the file has none
 * @param others whether other files add to it, by {@code include} or {@code extends}
 */
public record Requirements(
    List<PublishedPort> ports,
    List<WantedImage> images,
    Map<String, String> builds,
    boolean others) {
  /** Copies the lists. */
  public Requirements {
    ports = List.copyOf(ports);
    images = List.copyOf(images);
    builds = new LinkedHashMap<>(builds);
  }

  /**
   * An image that a service runs.
   *
   * @param pull the pull policy of Compose; empty to pull a missing image
   * @param platform the platform; empty for that of this server
   */
  public record WantedImage(String service, String name, String pull, String platform) {}

  /** Reads the requirements of a document, before its dollars are doubled. */
  static Requirements of(Mapping document, boolean swarm) {
    List<PublishedPort> ports = new ArrayList<>();
    List<WantedImage> images = new ArrayList<>();
    Map<String, String> builds = new LinkedHashMap<>();
    boolean others = document.get("include").isPresent();
    for (Map.Entry<String, Mapping> entry : services(document).entrySet()) {
      Mapping body = entry.getValue();
      if (isOff(body)) {
        continue;
      }
      ports.addAll(PublishedPort.of(entry.getKey(), body, swarm));
      String image = body.text("image");
      if (body.get("build").isPresent()) {
        builds.put(entry.getKey(), image);
      } else if (!image.isEmpty() && !isIdle(body)) {
        images.add(
            new WantedImage(
                entry.getKey(), image, body.text("pull_policy"), body.text("platform")));
      }
      others |= body.get("extends").isPresent();
    }
    Set<String> builtHere = new HashSet<>(builds.values());
    images.removeIf(image -> builtHere.contains(image.name()));
    return new Requirements(ports, images, builds, others);
  }

  /** Returns the document with built images in place of {@code build:}. */
  static Mapping withBuiltImages(Mapping document, Map<String, String> built) {
    if (built.isEmpty()) {
      return document;
    }
    Mapping services = (Mapping) document.get("services").orElseThrow();
    for (Map.Entry<String, Mapping> entry : services(document).entrySet()) {
      String image = built.get(entry.getKey());
      if (image != null) {
        services = services.with(entry.getKey(), prebuilt(entry.getValue(), image));
      }
    }
    return document.with("services", services);
  }

  /** Removes the pull policy, too: only this server has the image. */
  private static Mapping prebuilt(Mapping body, String image) {
    return body.without("build", "pull_policy")
        .with("image", new Scalar(image, false, body.mark()));
  }

  private static Map<String, Mapping> services(Mapping document) {
    Map<String, Mapping> services = new LinkedHashMap<>();
    if (document.get("services").orElse(null) instanceof Mapping all) {
      all.members()
          .forEach(
              (name, member) -> {
                if (member.value() instanceof Mapping body) {
                  services.put(name, body);
                }
              });
    }
    return services;
  }

  /** Returns whether no container uses the image, and Compose must not pull it. */
  private static boolean isIdle(Mapping body) {
    return PublishedPort.copies(body) == 0 && body.text("pull_policy").equals("never");
  }

  /** Returns whether a service has profiles. kata does not start it. */
  static boolean isOff(Mapping body) {
    return body.get("profiles").orElse(null) instanceof Sequence profiles
        && !profiles.items().isEmpty();
  }
}
