package kata.docker.swarm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import kata.error.KataException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests secrets on a real Swarm. */
@Timeout(300)
final class SecretsIT {
  private static final byte[] BYTE = {1};

  private static SwarmServer server;
  private static Secrets secrets;

  @BeforeAll
  static void start() {
    server = SwarmServer.start();
    secrets = new Secrets(server.api());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_task_reads_the_bytes_that_were_set() { // fault 73
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    byte[] text = "p@ss 'w\"ord' $HOME ü\n".getBytes(UTF_8);
    set("binary", every);
    set("text", text);

    service("reader", "binary", "text");

    assertThat(read("reader", "binary")).isEqualTo(every);
    assertThat(read("reader", "text")).isEqualTo(text);
  }

  @Test
  void swarm_takes_the_largest_value_and_the_longest_name() {
    byte[] large = new byte[SecretValue.LIMIT];
    new Random(1).nextBytes(large);
    String name = "n".repeat(60);
    assertThat(set(name, large).rotated()).isFalse();
    assertThat(set(name, large).rotated()).isTrue();
    assertThatThrownBy(() -> SecretValue.of("x", new byte[SecretValue.LIMIT + 1]))
        .isInstanceOf(KataException.class);
    secrets.remove(name);
  }

  @Test
  void a_new_value_rolls_and_the_old_one_goes() throws InterruptedException { // fault 71, R-37
    assertThat(set("key", "one".getBytes(UTF_8))).isEqualTo(new Secrets.Version("key", 1, false));
    service("web", "key");
    assertThat(set("key", "two".getBytes(UTF_8))).isEqualTo(new Secrets.Version("key.2", 2, true));

    assertThat(secrets.current()).containsEntry("key", "key.2");
    assertThat(read("web", "key")).isEqualTo("one".getBytes(UTF_8));
    assertThat(secrets.prune("key"))
        .extracting(StoredSecret::dockerName, StoredSecret::usedBy)
        .containsExactly(tuple("key", List.of("web")));
    assertThatThrownBy(() -> secrets.remove("key")).hasMessage("secret 'key' is used by web");

    String web = container("web");
    server.docker(
        "service",
        "update",
        "--secret-rm",
        "key",
        "--secret-add",
        "source=key.2,target=key",
        "--quiet",
        "web");
    while (container("web").equals(web)) {
      Thread.sleep(200);
    }
    assertThat(read("web", "key")).isEqualTo("two".getBytes(UTF_8));
    assertThat(secrets.prune("key")).isEmpty();
    assertThat(names()).contains("key.2").doesNotContain("key");

    assertThat(set("key", "three".getBytes(UTF_8)).dockerName()).isEqualTo("key.3");
    server.docker("service", "rm", "web");
    secrets.remove("key");
    assertThat(names()).doesNotContain("key.2", "key.3");
  }

  @Test
  void a_secret_that_docker_made_is_the_first_version() { // fault 74
    server.docker("secret", "create", "theirs", "/etc/hostname");
    server.docker("secret", "create", "Theirs.2", "/etc/hostname");

    assertThat(set("theirs", "mine".getBytes(UTF_8)))
        .isEqualTo(new Secrets.Version("theirs.3", 3, true));

    assertThat(secrets.current()).containsEntry("theirs", "theirs.3");
    assertThat(secrets.prune("theirs")).isEmpty();
    assertThat(names()).contains("Theirs.2", "theirs.3").doesNotContain("theirs");
  }

  @Test
  void two_at_the_same_moment_make_two_versions() {
    List<Integer> numbers =
        IntStream.range(0, 3)
            .parallel()
            .map(i -> new Secrets(server.api()).set("race", SecretValue.of("race", BYTE)).number())
            .boxed()
            .toList();
    assertThat(numbers).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void no_label_tells_about_the_value() {
    set("label", "c4n4ry".getBytes(UTF_8));
    assertThat(server.docker("secret", "inspect", "label", "--format", "{{json .Spec.Labels}}"))
        .isEqualTo("{\"kata.secret\":\"label\",\"kata.version\":\"1\"}");
  }

  private static Secrets.Version set(String name, byte[] bytes) {
    return secrets.set(name, SecretValue.of(name, bytes));
  }

  private static List<String> names() {
    return Arrays.asList(server.docker("secret", "ls", "--format", "{{.Name}}").split("\n", -1));
  }

  /** Starts a service and waits until its one task runs. */
  private static void service(String name, String... secretNames) {
    StringBuilder uses = new StringBuilder();
    for (String secret : secretNames) {
      uses.append(" --secret ").append(secret);
    }
    String line =
        "service create --quiet --endpoint-mode dnsrr --stop-grace-period 1s --group 5 --name "
            + name
            + uses
            + " --no-resolve-image "
            + SwarmServer.IMAGE
            + " sleep 600";
    server.docker(line.split(" ", -1));
  }

  private static String container(String service) {
    return server.docker(
        "ps", "--latest", "--quiet", "--filter", "label=com.docker.swarm.service.name=" + service);
  }

  private static byte[] read(String service, String secret) {
    String file = "/run/secrets/" + secret;
    String text = server.docker("exec", container(service), "base64", "--wrap=0", file);
    return Base64.getDecoder().decode(text);
  }
}
