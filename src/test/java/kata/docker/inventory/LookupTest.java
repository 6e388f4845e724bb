package kata.docker.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import kata.cli.ExitCode;
import kata.docker.swarm.TwoNodes;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LookupTest {
  private final Lookup lookup = new Lookup(TwoNodes.all());

  @ParameterizedTest
  @CsvSource({
    "shop,                  shop-db-1 shop-web-1 shop-web-2 shop-web-3",
    "Shop,                  shop-db-1 shop-web-1 shop-web-2 shop-web-3",
    "cart,                  cart_web.1 cart_worker.1 cart_cron.1",
    "shop/web,              shop-web-1 shop-web-2 shop-web-3",
    "SHOP/db,               shop-db-1",
    "shop_db,               shop-db-1",
    "cart/web,              cart_web.1",
    "cart_web,              cart_web.1",
    "cart_web.1,            cart_web.1",
    "registry,              registry.1",
    "shop-web-2,            shop-web-2",
    "cccc2cccc2cccc2,       shop-web-2",
    "bbbb,                  shop-db-1",
    "t4skcartcron,          cart_cron.1",
  })
  void a_name_is_an_app_a_service_a_container_or_a_task(String name, String found) { // fault 66
    assertThat(lookup.named(name)).extracting(Instance::name).containsExactly(found.split(" ", -1));
  }

  @Test
  void an_app_wins_over_what_else_has_its_name() {
    List<Instance> instances = new ArrayList<>(TwoNodes.all());
    Instance web = instances.get(0);
    instances.add(
        new Instance(
            "shop-web-1", "x", "shop-web-1-x-1", "f0f0", "", true, "Up", web.image(), "", ""));
    assertThat(new Lookup(instances).named("shop-web-1"))
        .extracting(Instance::service)
        .containsExactly("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "shop/web    | shop-web-2",
        "shop-web-3  | shop-web-3",
        "shop/db     | shop-db-1",
        "cart/web    | cart_web.1",
        "registry    | registry.1",
        "registry.1  | registry.1",
      })
  void a_command_runs_in_the_first_copy_that_runs(String name, String copy) { // fault 66
    assertThat(lookup.running(name).name()).isEqualTo(copy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "shop          | 'shop' matches several services: shop/db, shop/web"
            + "| name one of them, such as shop/db",
        "blog          | blog-web-1 is not running: Exited (1) 3 minutes ago"
            + "| `kata docker logs a111a111a111` shows its log",
        "shop-web-1    | shop-web-1 is not running: Exited (137) 1 second ago"
            + "| `kata docker logs cccc1cccc1cc` shows its log",
        "cart/cron     | cart_cron.1 is not running: pending: no suitable node"
            + "| `kata docker service ps cart_cron` shows why",
        "cart_worker.1 | cart_worker.1 runs on node far, not on this one"
            + "| run the command there: `docker exec -it dddd2dddd2dd ...`",
      })
  void what_no_command_can_run_in_is_told(String name, String message, String hint) {
    assertRefused(name, message, hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "", "/", "_", "Shop/", "a1", "cccc", "no/pe", "*", "shop-web"})
  void a_name_of_nothing_is_refused(String name) {
    assertThatThrownBy(() -> lookup.named(name))
        .hasMessageStartingWith("there is no '" + name + "'; ")
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED));
  }

  @Test
  void the_refusal_says_what_there_is() {
    assertRefused(
        "nope",
        "there is no 'nope'; Swarm has service registry; app 'blog' has service web;"
            + " app 'cart' has services cron, web, worker; app 'shop' has services db, web",
        "name an app, a service such as blog/web, or a container such as blog-web-1");
    assertRefused(
        "Shop/nope",
        "there is no 'Shop/nope'; app 'shop' has services db, web",
        "name an app, a service such as shop/db, or a container such as shop-db-1");
  }

  @Test
  void where_nothing_is_the_refusal_says_how_something_comes() {
    assertThatThrownBy(() -> new Lookup(List.of()).named("shop"))
        .hasMessage("there is no 'shop'; no app has a container")
        .extracting("hint")
        .isEqualTo("`kata ls` lists the apps, and `kata restart APP` starts one");
  }

  private void assertRefused(String name, String message, String hint) {
    assertThatThrownBy(() -> lookup.running(name))
        .hasMessage(message)
        .isInstanceOfSatisfying(
            KataException.class,
            e -> {
              assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED);
              assertThat(e.hint()).isEqualTo(hint);
            });
  }
}
