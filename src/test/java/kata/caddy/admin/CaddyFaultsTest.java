package kata.caddy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import kata.caddy.admin.FaultyCaddy.Fault;
import kata.caddy.model.RoutesRejected;
import kata.cli.ExitCode;
import kata.error.KataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests an admin API that fails during a change: kata reads the configuration back, and continues
 * or reports the state.
 */
@Timeout(30)
final class CaddyFaultsTest {
  @TempDir Path dir;
  private FaultyCaddy caddy;

  @BeforeEach
  void start() throws IOException {
    caddy = new FaultyCaddy();
  }

  @AfterEach
  void stop() throws IOException {
    caddy.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR_BEFORE", "ERROR_AFTER"})
  void an_error_is_told_and_what_was_there_is_there_again(Fault fault) {
    caddy.writing().add(fault);
    assertThatThrownBy(() -> admin().apply("blog", saying("one")))
        .hasMessage("Caddy rejected the routes of 'blog': no space left")
        .isInstanceOfSatisfying(
            RoutesRejected.class,
            e -> assertThat(e.hint()).isEqualTo("Caddy serves no routes for this app, as before"));
    assertThat(caddy.servers()).isEmpty();

    admin().apply("blog", saying("one"));
    caddy.writing().add(fault);
    assertThatThrownBy(() -> admin().apply("blog", saying("two")))
        .isInstanceOfSatisfying(
            RoutesRejected.class,
            e -> assertThat(e.hint()).isEqualTo("the previous routes are still live"));
    assertThat(caddy.servers()).containsExactly(entry("blog", saying("one")));

    assertThat(admin().apply("blog", saying("two"))).isTrue();
    assertThat(caddy.servers()).containsExactly(entry("blog", saying("two")));
  }

  @Test
  void an_error_that_goes_on_is_told_with_the_way_back() {
    caddy.writing().add(Fault.ERROR_AFTER);
    caddy.writing().add(Fault.ERROR_BEFORE); // removing it fails too
    assertThatThrownBy(() -> admin().apply("blog", saying("one")))
        .isInstanceOfSatisfying(
            RoutesRejected.class, e -> assertThat(e.hint()).contains("`kata caddy:sync`"));
    assertThat(caddy.servers()).hasSize(1);
    assertThat(admin().sync(new TreeMap<>(), Set.of())).isEmpty();
    assertThat(caddy.servers()).isEmpty();
  }

  @Test
  void an_error_when_it_is_asked_stops_everything_before_it_began() {
    caddy.reading().add(Fault.ERROR_BEFORE);
    assertThatThrownBy(() -> admin().apply("blog", saying("one")))
        .hasMessageEndingWith(" answered 500: no space left")
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.CADDY));
    assertThat(caddy.writes()).isEmpty();
  }

  @Test
  void a_reset_when_it_is_asked_is_asked_again() {
    Collections.addAll(caddy.reading(), Fault.RESET_BEFORE, Fault.RESET_BEFORE);
    assertThat(admin().apply("blog", saying("one"))).isTrue();
    assertThat(caddy.writes()).containsExactly("PUT /config/apps/http/servers/blog");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET_BEFORE", "RESET_AFTER"})
  void a_reset_in_a_change_is_no_success_until_caddy_says_so(Fault fault) {
    caddy.writing().add(fault);
    assertThat(admin().apply("blog", saying("one"))).isTrue();
    assertThat(caddy.servers()).containsExactly(entry("blog", saying("one")));
    String again = fault == Fault.RESET_AFTER ? "PATCH" : "PUT";
    assertThat(caddy.writes())
        .containsExactly(
            "PUT /config/apps/http/servers/blog",
            again + " /config/apps/http/servers/blog must-revalidate");

    caddy.writing().add(fault);
    admin().remove("blog");
    assertThat(caddy.servers()).isEmpty();
    assertThat(RouteTable.read(table())).isEqualTo(RouteTable.empty());
  }

  @Test
  void one_that_always_hangs_up_is_told_and_what_was_there_is_there_again() {
    admin().apply("blog", saying("one"));
    caddy.writing().addAll(Collections.nCopies(20, Fault.RESET_AFTER));
    assertThatThrownBy(() -> admin().apply("blog", saying("two")))
        .hasMessage(
            "Caddy rejected the routes of 'blog': it closes the connection without an answer")
        .isInstanceOfSatisfying(
            RoutesRejected.class,
            e -> assertThat(e.hint()).isEqualTo("the previous routes are still live"));
    assertThat(caddy.servers()).containsExactly(entry("blog", saying("one")));
    assertThat(RouteTable.read(table()).server("blog")).contains(saying("one"));
  }

  @Test
  void a_configuration_that_is_null_is_an_empty_one() {
    admin().check("blog", saying("one"), false);
    assertThat(admin().server("blog")).isEmpty();
    admin().remove("blog");
    assertThat(admin().sync(new TreeMap<>(), Set.of())).isEmpty();
    assertThat(caddy.writes()).isEmpty();
    assertThat(admin().apply("blog", saying("one"))).isTrue();
  }

  @Test
  void one_that_forgets_it_all_right_after_the_change_is_told_and_can_be_repaired() {
    caddy.writing().add(Fault.FORGETS);
    assertThatThrownBy(() -> admin().apply("blog", saying("one")))
        .hasMessageEndingWith(
            " accepted the routes of 'blog', but its configuration does not contain them");
    SortedMap<String, ObjectNode> all = new TreeMap<>();
    all.put("blog", saying("one"));
    assertThat(admin().sync(all, Set.of())).isEmpty();
    assertThat(caddy.servers()).containsExactly(entry("blog", saying("one")));
  }

  private CaddyAdmin admin() {
    return CaddyAdmin.at(caddy.address(), table(), servers -> Optional.empty());
  }

  private Path table() {
    return dir.resolve("routes.json");
  }

  private static Map.Entry<String, ObjectNode> entry(String app, ObjectNode server) {
    return Map.entry(app, server);
  }

  private static ObjectNode saying(String text) {
    return JsonNodeFactory.instance.objectNode().put("says", text);
  }
}
