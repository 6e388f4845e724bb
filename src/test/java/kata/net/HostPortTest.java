package kata.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.1, 0.0.0.0, true",
    "0.0.0.0, 0.0.0.0, true",
    "0.0.0.0, '::', false", // Docker opens one socket for each
    "'::', '::1', true",
    "'::1', '0:0:0:0:0:0:0:1', true",
    "'::1', 127.0.0.1, false",
    "'::', 127.0.0.1, false",
    "'', 127.0.0.1, true",
    "'', '::1', true",
  })
  void two_ports_overlap_when_both_cannot_be_had(String one, String other, boolean overlap) {
    assertThat(overlap("tcp", one, 80, "tcp", other, 80)).isEqualTo(overlap);
    assertThat(overlap("tcp", other, 80, "tcp", one, 80)).isEqualTo(overlap);
    assertThat(overlap("tcp", one, 80, "udp", other, 80)).isFalse();
    assertThat(overlap("tcp", one, 80, "tcp", other, 81)).isFalse();
  }

  @Test
  void who_has_all_addresses_may_have_opened_the_other_family_too() {
    HostPort four = HostPort.of("tcp", "0.0.0.0", 80).orElseThrow();
    HostPort six = HostPort.of("tcp", "::", 80).orElseThrow();
    HostPort one = HostPort.of("tcp", "127.0.0.1", 80).orElseThrow();
    assertThat(four.explains(six)).isTrue();
    assertThat(one.explains(one)).isTrue();
    assertThat(four.explains(one)).isFalse();
    assertThat(one.explains(four)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"localhost", "example.org", "$IP", "1.2.3", "999.1.1.1", "::g"})
  void nothing_is_looked_up(String address) {
    assertThat(HostPort.of("tcp", address, 80)).isEmpty();
  }

  private static boolean overlap(String p, String one, int a, String q, String other, int b) {
    return HostPort.at(p, one, a).stream()
        .anyMatch(x -> HostPort.at(q, other, b).stream().anyMatch(x::overlaps));
  }
}
