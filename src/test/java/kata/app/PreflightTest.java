package kata.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import kata.compose.PublishedPort;
import kata.docker.PortHolder;
import kata.error.InputRefused;
import kata.net.HostPort;
import kata.yaml.Mark;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is in the way of the app shop, and what is not. */
final class PreflightTest {
  private static final Mark MARK = new Mark("kata-compose.yaml", 3, 5);

  private final List<PortHolder> holders = new ArrayList<>();
  private final List<HostPort> open = new ArrayList<>();

  @Test
  void a_port_that_nobody_has_is_fine() {
    assertThatCode(requires(port("web", "", 8080))).doesNotThrowAnyException();
    open("tcp", "127.0.0.1", 8081);
    open("udp", "", 8080);
    published("blog", "web", "127.0.0.1", 8081);
    assertThatCode(requires(port("web", "", 8080), port("db", "127.0.0.2", 8081)))
        .doesNotThrowAnyException();
  }

  @Test
  void a_port_of_another_app_is_refused_and_the_app_is_named() {
    published("blog", "web", "", 8080);
    open("tcp", "", 8080);
    assertThatThrownBy(requires(port("web", "", 8080)))
        .hasMessage(
            "kata-compose.yaml:3:5: service 'web' cannot publish port 8080:"
                + " service 'web' of app 'blog' uses it")
        .isInstanceOf(InputRefused.class)
        .extracting("hint")
        .isEqualTo("publish another port, or stop what uses it");
  }

  @Test
  void who_has_it_is_known_even_where_the_kernel_does_not_say() { // rootless Docker, or far away
    published("blog", "web", "0.0.0.0", 8080);
    assertThatThrownBy(requires(port("web", "127.0.0.1", 8080)))
        .hasMessageContaining("service 'web' of app 'blog'");
  }

  @Test
  void a_container_of_no_app_is_named() {
    holders.add(new PortHolder("", "", "db", at("0.0.0.0", 8080)));
    assertThatThrownBy(requires(port("web", "", 8080)))
        .hasMessageContaining("container 'db' uses it");
  }

  @Test
  void a_port_of_another_program_is_refused() {
    open("tcp", "127.0.0.1", 8080);
    assertThatThrownBy(requires(port("web", "", 8080)))
        .hasMessageContaining("another program on this server uses it")
        .extracting("hint")
        .asString()
        .contains("( sport = :8080 )");
  }

  @Test
  void what_the_app_has_itself_is_about_to_be_replaced() {
    published("shop", "web", "", 8080);
    open("tcp", "", 8080);
    assertThatCode(requires(port("web", "", 8080))).doesNotThrowAnyException();
    assertThatCode(requires(port("db", "127.0.0.1", 8080))).doesNotThrowAnyException();
  }

  @Test
  void one_socket_for_all_addresses_is_explained_by_the_app_of_either_family() {
    published("shop", "web", "::", 8080); // as Swarm's mesh is: one socket for both
    open("tcp", "", 8080);
    assertThatCode(requires(port("web", "", 8080))).doesNotThrowAnyException();
  }

  @Test
  void another_program_beside_the_app_is_in_the_way_of_more_addresses() {
    published("shop", "web", "127.0.0.1", 8080);
    open("tcp", "127.0.0.1", 8080);
    open("tcp", "10.0.0.1", 8080);
    assertThatCode(requires(port("web", "127.0.0.1", 8080))).doesNotThrowAnyException();
    assertThatThrownBy(requires(port("web", "", 8080))).hasMessageContaining("another program");
  }

  @Test
  void of_a_range_as_many_ports_are_needed_as_there_are_copies() {
    open("tcp", "", 8081);
    assertThatCode(requires(range(8080, 8082, 2))).doesNotThrowAnyException();
    assertThatThrownBy(requires(range(8080, 8082, 3))).hasMessageContaining("port 8081: another");
    assertThatCode(requires(range(8081, 8081, 0))).doesNotThrowAnyException();
  }

  @Test
  void copies_that_would_take_each_others_port_are_refused() {
    assertThatThrownBy(requires(range(8080, 8080, 2)))
        .hasMessageContaining("the 2 copies of service 'web' cannot all publish port 8080");
  }

  @Test
  void two_services_cannot_publish_one_port() {
    assertThatThrownBy(requires(port("web", "", 8080), port("admin", "127.0.0.1", 8080)))
        .hasMessageContaining("services 'web' and 'admin' both publish port 8080");
    assertThatCode(requires(port("web", "127.0.0.1", 8080), port("admin", "127.0.0.2", 8080)))
        .doesNotThrowAnyException();
  }

  @Test
  void with_more_nodes_only_what_all_of_them_publish_is_looked_at() {
    open("tcp", "", 8080);
    PublishedPort here = port("web", "", 8080);
    PublishedPort all = new PublishedPort("web", "tcp", "", 8080, 8080, 80, true, 1, MARK);
    assertThatCode(() -> preflight().requirePorts("shop", List.of(here), true))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> preflight().requirePorts("shop", List.of(all), true))
        .hasMessageContaining("8080");
  }

  @Test
  void a_port_without_an_owner_is_looked_at_twice() { // one of its containers starts again
    open("tcp", "", 8080);
    Deque<List<PortHolder>> looks = new ArrayDeque<>();
    looks.add(List.of());
    looks.add(List.of(new PortHolder("shop", "web", "c", at("0.0.0.0", 8080))));
    Preflight preflight = new Preflight(looks::remove, () -> open);
    preflight.requirePorts("shop", List.of(port("web", "", 8080)), false);
    assertThat(looks).isEmpty();
  }

  @Test
  void caddy_cannot_listen_where_the_app_itself_is_to() { // fault 43
    assertThatThrownBy(listens(8080, port("web", "127.0.0.1", 8080)))
        .hasMessage(
            "kata-compose.yaml:3:5: service 'web' publishes port 8080, and caddy.listen wants it"
                + " too");
    assertThatCode(listens(8080, port("web", "127.0.0.1", 8000))).doesNotThrowAnyException();
  }

  @Test
  void caddy_cannot_listen_where_somebody_else_does() {
    open("tcp", "127.0.0.1", 8080);
    assertThatThrownBy(listens(8080))
        .hasMessage("Caddy cannot listen on port 8080: another program on this server uses it");
    published("blog", "web", "127.0.0.1", 8080);
    assertThatThrownBy(listens(8080)).hasMessageContaining("service 'web' of app 'blog' uses it");
    holders.clear();
    published("shop", "web", "127.0.0.1", 8080); // goes before Caddy comes
    assertThatCode(listens(8080)).doesNotThrowAnyException();
  }

  private ThrowingCallable listens(int port, PublishedPort... published) {
    return () ->
        preflight().requireListen("shop", () -> HostPort.at("tcp", "", port), List.of(published));
  }

  private ThrowingCallable requires(PublishedPort... ports) {
    return () -> preflight().requirePorts("shop", List.of(ports), false);
  }

  private Preflight preflight() {
    return new Preflight(() -> holders, () -> open);
  }

  private void open(String protocol, String address, int port) {
    open.addAll(HostPort.at(protocol, address, port));
  }

  private void published(String app, String service, String address, int port) {
    HostPort.at("tcp", address, port)
        .forEach(at -> holders.add(new PortHolder(app, service, app + "-" + service + "-1", at)));
  }

  private static HostPort at(String address, int port) {
    return HostPort.of("tcp", address, port).orElseThrow();
  }

  private static PublishedPort port(String service, String address, int port) {
    return new PublishedPort(service, "tcp", address, port, port, 80, false, 1, MARK);
  }

  private static PublishedPort range(int from, int to, int copies) {
    return new PublishedPort("web", "tcp", "", from, to, 80, false, copies, MARK);
  }
}
