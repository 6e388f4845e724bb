package kata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kata.testing.Child;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Swarm of two whole servers, kata on both. Their kernel may have no IPVS, so that nothing is
 * published and no service has a virtual address.
 */
@Timeout(300)
class TwoNodesIT {
  /** Runs until it gets TERM, and then exits at once. */
  private static final String LOOP =
      """
          image: debian:trixie-slim
          command: ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.2; done"]
      """;

  private static final String SHOP =
      """
      services:
        keeper:
      %1$s    volumes: ["data:/data"]
          deploy: {endpoint_mode: dnsrr}
        far:
      %1$s    deploy: {endpoint_mode: dnsrr, placement: {constraints: ["node.role==worker"]}}
      """
          .formatted(LOOP);

  @TempDir static Path folder;
  private static List<Server> both = List.of();
  private static Server manager;
  private static Server worker;
  private static String near;
  private static String far;

  @BeforeAll
  static void start() throws IOException {
    List<Path> keys =
        List.of(
            Files.createDirectory(folder.resolve("manager")),
            Files.createDirectory(folder.resolve("worker")));
    both = keys.parallelStream().map(key -> new Server("trixie", key)).toList();
    manager = both.get(0);
    worker = both.get(1);
    near = manager.root("hostname");
    far = worker.root("hostname");
    String address = manager.root("hostname", "-i");
    manager.root("docker", "swarm", "init", "--advertise-addr", address);
    String token = manager.root("docker", "swarm", "join-token", "--quiet", "worker");
    worker.root("docker", "swarm", "join", "--token", token, address);
  }

  @AfterAll
  static void stop() {
    both.parallelStream().forEach(Server::close);
  }

  @Test
  void an_app_runs_on_both_nodes_and_what_has_folders_on_its_own() throws IOException {
    Child push = manager.push(repository("shop", SHOP), "shop");
    assertThat(push.ok()).as(push.output()).isTrue();

    assertThat(nodes("shop")).containsExactly("shop_far.1 " + far, "shop_keeper.1 " + near);
    String keeper = manager.root("docker", "service", "ps", "-q", "shop_keeper");
    assertThat(manager.root("docker", "inspect", "--format", "{{.Spec.Placement}}", keeper))
        .contains("node.id==" + manager.root("docker", "info", "--format", "{{.Swarm.NodeID}}"));
    assertThat(manager.ssh("ls").output()).isEqualTo("*shop\n");
    assertThat(manager.ssh("ps", "shop").output().replaceAll(" +", " "))
        .contains("shop/far shop_far.1 running on " + far + " debian:trixie-slim")
        .contains("shop/keeper shop_keeper.1 Up ");
    assertThat(manager.ssh("run", "shop/keeper", "ls", "-d", "/data").output())
        .isEqualTo("/data\n");
    Child run = manager.ssh("run", "shop/far", "ls");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.output())
        .startsWith("error: shop_far.1 runs on node " + far + ", not on this one");

    Child rm = manager.ssh("rm", "--force", "shop");
    assertThat(rm.ok()).as(rm.output()).isTrue();
    assertThat(manager.root("docker", "service", "ls", "-q")).isEmpty();
    for (Server node : both) {
      assertThat(node.root("docker", "ps", "-q")).isEmpty();
      assertThat(node.root("docker", "network", "ls", "-q", "--filter", "name=shop")).isEmpty();
    }
  }

  @Test
  void nobody_waits_for_a_lost_node() throws IOException {
    Child push = manager.push(repository("lost", SHOP), "lost");
    assertThat(push.ok()).as(push.output()).isTrue();
    worker.root("server", "kill", "dockerd");
    manager.root("sh", "-c", "until docker node ls | grep -q Down; do sleep 0.2; done");

    assertThat(manager.ssh("ps", "lost/far").output())
        .contains("running on " + far + ", which is down");
    Child run = manager.ssh("run", "lost/far", "ls");
    assertThat(run.output()).startsWith("error: lost_far.1 is not running: ");
    Child stop = manager.ssh("stop", "lost");
    assertThat(stop.ok()).as(stop.output()).isTrue();
    Child rm = manager.ssh("rm", "--force", "lost");
    assertThat(rm.ok()).as(rm.output()).isTrue();

    worker.root("server", "start", "dockerd");
    manager.root("sh", "-c", "while docker node ls | grep -q Down; do sleep 0.2; done");
    worker.root("sh", "-c", "while docker ps | grep lost; do sleep 0.2; done"); // until told
  }

  @Test
  void a_worker_says_what_it_is_and_runs_apps_of_its_own_with_compose()
      throws IOException {
    Child secrets = worker.ssh("secrets:ls");
    assertThat(secrets.status()).isEqualTo(1);
    assertThat(secrets.output())
        .isEqualTo("warning: this node is a worker of its Swarm; run this on a manager\n");

    Repository code = repository("blog", "x-kata-mode: swarm\nservices:\n  web:\n" + LOOP);
    Child refused = worker.push(code, "blog");
    assertThat(refused.ok()).as(refused.output()).isFalse();
    assertThat(refused.output())
        .contains("in Swarm mode (x-kata-mode in its file), but this node is a worker")
        .contains("nothing was started");

    Child push = worker.push(repository("blog2", "services:\n  web:\n" + LOOP), "blog2");
    assertThat(push.ok()).as(push.output()).isTrue();
    assertThat(worker.ssh("ls").output()).isEqualTo("*blog2\n");
    assertThat(worker.ssh("ps", "blog2").output()).contains("blog2/web");
    assertThat(worker.ssh("rm", "--force", "blog2").status()).isZero();
    assertThat(worker.root("docker", "ps", "-q", "--filter", "name=blog2")).isEmpty();
  }

  /** Returns the tasks of a stack that are to run, each with its node. */
  private static List<String> nodes(String stack) {
    String running = "desired-state=running";
    String format = "{{.Name}} {{.Node}}";
    return manager
        .root("docker", "stack", "ps", stack, "--filter", running, "--format", format)
        .lines()
        .sorted()
        .toList();
  }

  private static Repository repository(String name, String file) throws IOException {
    return Repository.of(folder, name, file);
  }
}
