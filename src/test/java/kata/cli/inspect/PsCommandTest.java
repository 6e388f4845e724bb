package kata.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import kata.CliRunner;
import kata.CliRunner.Ran;
import kata.docker.swarm.TwoNodes;
import kata.process.Invocation;
import kata.testing.RecordingExec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PsCommandTest {
  @TempDir Path temp;
  private final RecordingExec exec = new RecordingExec(0);
  private CliRunner kata;

  @BeforeEach
  void make() throws IOException {
    kata = new CliRunner(temp).with(exec).with(TwoNodes.inventory(TwoNodes.all()));
  }

  @Test
  void the_containers_of_an_app_are_shown_with_their_state() { // fault 64
    assertThat(kata.run("ps", "shop").out())
        .isEqualTo(
            """
            SERVICE    CONTAINER    STATE                       IMAGE   PORTS
            shop/db    shop-db-1    Up 2 hours (healthy)        db:1
            shop/web   shop-web-1   Exited (137) 1 second ago   web:1   127.0.0.1:8001->80/tcp
            shop/web   shop-web-2   Up 2 hours                  web:1   127.0.0.1:8002->80/tcp
            shop/web   shop-web-3   Up 2 hours                  web:1   127.0.0.1:8003->80/tcp
            """);
  }

  @Test
  void names_of_both_modes_go_into_one_table_once() { // fault 64, fault 65
    assertThat(kata.run("ps", "cart", "shop/db", "cart_web.1", "registry"))
        .isEqualTo(
            new Ran(
                0,
                """
                SERVICE       CONTAINER       STATE                       IMAGE        PORTS
                cart/web      cart_web.1      Up 1 second                 web:1
                cart/worker   cart_worker.1   running on far              worker:1
                cart/cron     cart_cron.1     pending: no suitable node   cron:1
                shop/db       shop-db-1       Up 2 hours (healthy)        db:1
                registry      registry.1      Up 3 days                   registry:1
                """,
                ""));
  }

  @Test
  void one_unknown_name_is_refused_and_nothing_shown() {
    assertThat(kata.run("ps", "shop", "shop/nope"))
        .isEqualTo(
            new Ran(
                3,
                "",
                """
                error: there is no 'shop/nope'; app 'shop' has services db, web
                hint: name an app, a service such as shop/db, or a container such as shop-db-1
                """));
  }

  @Test
  void services_of_a_project_are_counted() { // fault 64
    assertThat(kata.run("docker:services", "Shop").out())
        .isEqualTo(
            """
            NAME   REPLICAS   IMAGE   PORTS
            db     1/1        db:1
            web    2/3        web:1   127.0.0.1:8001->80/tcp, 127.0.0.1:8002->80/tcp, 127.0.0.1:8003->80/tcp
            """);
    assertThat(exec.ran()).isEmpty();
  }

  @Test
  void services_of_a_stack_are_those_docker_lists() { // fault 64
    assertThat(kata.run("docker:services", "cart")).isEqualTo(new Ran(0, "", ""));
    assertThat(exec.ran())
        .extracting(Invocation::argv)
        .containsExactly(List.of("docker", "stack", "services", "cart"));
  }

  @Test
  void an_unknown_stack_is_refused() {
    Ran ran = kata.run("docker:services", "nope");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).startsWith("error: there is no 'nope'; ").contains("'shop' has services");
  }
}
