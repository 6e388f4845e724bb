package kata.home;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kata.error.KataException;

/**
 * The operator's settings for the whole server, from environment variables or {@code
 * .kata/settings.env}; docs/reference/settings.md lists them.
 *
 * @param caddyAdmin the address of Caddy's admin API: {@code host:port} or {@code unix//path}
 * @param caddy the program that validates routes before Caddy gets them
 * @param baseImage the base of runtime images
 * @param deployTimeout how long a release may take to become healthy
 * @param lockTimeout how long a command waits for another one on the same app
 * @param deploysAtOnce how many apps may start at the same time
 * @param updateUrl the web folder with new versions of kata
 */
public record Settings(
    String caddyAdmin,
    Optional<String> caddy,
    String baseImage,
    Duration deployTimeout,
    Duration lockTimeout,
    int deploysAtOnce,
    Optional<String> updateUrl) {

  /** Reads the settings; rejects a time that is not a whole number of seconds. */
  public static Settings from(Map<String, String> variables) {
    return new Settings(
        variables.getOrDefault("KATA_CADDY_ADMIN", "localhost:2019"),
        Optional.of(variables.getOrDefault("KATA_CADDY", "caddy")).filter(text -> !text.isBlank()),
        variables.getOrDefault("KATA_BASE_IMAGE", "debian:trixie-slim"),
        seconds(variables, "KATA_DEPLOY_TIMEOUT", 120),
        seconds(variables, "KATA_LOCK_TIMEOUT", 600),
        atOnce(variables.getOrDefault("KATA_DEPLOYS_AT_ONCE", "2")),
        Optional.ofNullable(variables.get("KATA_UPDATE_URL")).filter(text -> !text.isBlank()));
  }

  private static int atOnce(String text) {
    if (!text.matches("[1-9][0-9]?")) {
      throw KataException.refused(
          "KATA_DEPLOYS_AT_ONCE is '%s', not a number from 1 to 99".formatted(text),
          "set it to a number such as 2");
    }
    return Integer.parseInt(text);
  }

  private static Duration seconds(Map<String, String> variables, String name, long otherwise) {
    String text = variables.getOrDefault(name, Long.toString(otherwise));
    if (!text.matches("[0-9]{1,6}")) {
      throw KataException.refused(
          "%s is '%s', not a number of seconds".formatted(name, text),
          "set it to a number such as 120");
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
