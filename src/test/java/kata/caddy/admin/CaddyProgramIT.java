package kata.caddy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import kata.process.OsExec;
import org.junit.jupiter.api.Test;

/** Tests how the installed Caddy validates routes before kata applies them. */
final class CaddyProgramIT {
  private final CaddyProgram caddy =
      new CaddyProgram(
          new OsExec(Map.of("PATH", System.getenv("PATH"))),
          Optional.of(System.getProperty("kata.caddy", "caddy")));

  @Test
  void what_it_would_refuse_is_told_in_its_words() throws IOException {
    assertThat(caddy.validationError(serving("{\"handler\": \"nobody\"}")).orElseThrow())
        .startsWith("loading http app module: ")
        .endsWith("unknown module: http.handlers.nobody");
    assertThat(
            caddy
                .validationError(serving("{\"handler\": \"reverse_proxy\", \"upstreams\": [null]}"))
                .orElseThrow())
        .startsWith("it panics on them");
    assertThat(caddy.validationError(serving("{\"handler\": \"static_response\"}"))).isEmpty();
  }

  @Test
  void where_it_is_not_installed_nothing_is_wrong() throws IOException {
    ObjectNode wrong = serving("{\"handler\": \"nobody\"}");
    OsExec exec = new OsExec(Map.of());
    assertThat(new CaddyProgram(exec, Optional.of("no-caddy")).validationError(wrong)).isEmpty();
    assertThat(new CaddyProgram(exec, Optional.empty()).validationError(wrong)).isEmpty();
  }

  private static ObjectNode serving(String handler) throws IOException {
    return (ObjectNode)
        new ObjectMapper()
            .readTree(
                "{\"blog\": {\"listen\": [\":80\"], \"routes\": [{\"handle\": ["
                    + handler
                    + "]}]}}");
  }
}
