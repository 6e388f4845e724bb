package kata.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kata.cli.ExitCode;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  @Test
  void nothing_needs_to_be_set() {
    assertThat(Settings.from(Map.of()))
        .isEqualTo(
            new Settings(
                "localhost:2019",
                Optional.of("caddy"),
                "debian:trixie-slim",
                Duration.ofMinutes(2),
                Duration.ofMinutes(10),
                2,
                Optional.empty()));
  }

  @Test
  void what_is_set_counts() {
    assertThat(
            Settings.from(
                Map.of(
                    "KATA_CADDY_ADMIN", "unix//run/caddy.sock",
                    "KATA_CADDY", "",
                    "KATA_BASE_IMAGE", "debian:bookworm-slim",
                    "KATA_DEPLOY_TIMEOUT", "7",
                    "KATA_LOCK_TIMEOUT", "0",
                    "KATA_DEPLOYS_AT_ONCE", "3",
                    "KATA_UPDATE_URL", "https://example.org/kata")))
        .isEqualTo(
            new Settings(
                "unix//run/caddy.sock",
                Optional.empty(),
                "debian:bookworm-slim",
                Duration.ofSeconds(7),
                Duration.ZERO,
                3,
                Optional.of("https://example.org/kata")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5s", "1.5", "-1", "99999999999999999999"})
  void a_time_is_a_whole_number_of_seconds(String text) {
    assertThatThrownBy(() -> Settings.from(Map.of("KATA_DEPLOY_TIMEOUT", text)))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED))
        .hasMessageContaining("KATA_DEPLOY_TIMEOUT is '" + text + "'");
  }
}
