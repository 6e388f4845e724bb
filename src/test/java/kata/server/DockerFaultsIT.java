package kata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import kata.testing.Child;
import kata.testing.FaultTable;
import kata.testing.Rows;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Docker and Caddy are stopped, frozen and restarted at each step of a push. The push ends in time
 * and says what is; after the fault the old release answers, or the new one, and a plain {@code
 * kata deploy} works.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerFaultsIT {
  private static final String APP = "it-faults-daemons";
  private static final String ADDRESS = "http://localhost:18251/";
  private static final Duration DEADLINE = Duration.ofSeconds(150);

  private static final String COMPOSE =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: [perl, /app/server.pl, v0]
          ports: ["127.0.0.1:18250:8000"]
          volumes: ["app:/app"]
      caddy:
        listen: [":18251"]
        routes:
          - handle:
              - {handler: headers, response: {set: {Route: [v0]}}}
              - {handler: reverse_proxy, upstreams: [{dial: "127.0.0.1:18250"}]}
      """;

  /** Takes two seconds to listen, so that it can be met on its way. */
  private static final String SERVER =
      """
      use IO::Socket::INET;
      sleep 2;
      my $server = IO::Socket::INET->new(LocalPort => 8000, Listen => 9, ReuseAddr => 1) or die;
      while (my $visitor = $server->accept) {
          sysread $visitor, my $request, 8192;
          print $visitor "HTTP/1.0 200 OK\\r\\n\\r\\n$ARGV[0]";
          close $visitor;
      }
      """;

  /** An admin API of a Caddy that has another route of the app, and fails each change. */
  private static final String FAILING_CADDY =
      """
      use IO::Socket::INET;
      my $config = '{"apps":{"http":{"servers":{"it-faults-daemons":{"listen":[":18251"]}}}}}';
      my $server = IO::Socket::INET->new(LocalPort => 18259, Listen => 9, ReuseAddr => 1) or die;
      while (my $visitor = $server->accept) {
          sysread $visitor, my $request, 8192;
          my $line = $request =~ /^GET/ ? '200 OK' : '500 Internal Server Error';
          print $visitor "HTTP/1.0 $line\\r\\nEtag: \\"/config/ 1\\"\\r\\n\\r\\n$config";
          close $visitor;
      }
      """;

  private static final String FROZEN_SHORTLY = "Docker is frozen for 5 s";
  private static final String BEFORE = "before the push";
  private static final String DEPLOYING = "Deploying";
  private static final String STARTING = "Starting";
  private static final String WAITING = "Waiting until it is healthy";

  /** One fault of each kind, late in a deploy where there is one, and both that change nothing. */
  private static final Rows<Fault> FAULTS =
      Rows.of(
          faults().stream().sorted(Comparator.comparing(Fault::isLate).reversed()).toList(),
          fault -> fault.what + (fault.what.endsWith("stopped") ? fault.isLate() : ""));

  private final Map<Fault, String> endings = new HashMap<>();
  private Path folder;
  private Server server;
  private Repository repository;
  private int version;

  /** How a push may end, and what it says then. */
  private enum Ending {
    THROUGH("goes through", "is live at"),
    UNCHANGED("fails, nothing was changed", "; nothing was changed"),
    BACK("fails, the old release serves again", "serves again"),
    LATER("fails, the next command brings the old release back", "could not be restored");

    final String told;
    final String words;

    Ending(String told, String words) {
      this.told = told;
      this.words = words;
    }
  }

  /**
   * What happens to Docker or Caddy at a step of a push.
   *
   * @param begin causes it: a line of shell on the server
   * @param end ends it, after the push
   */
  private record Fault(String what, String step, String begin, String end, List<Ending> expected) {
    Fault(String what, String step, String begin, String end, Ending... expected) {
      this(what, step, begin, end, List.of(expected));
    }

    boolean isLate() {
      return step.equals(WAITING);
    }

    @Override
    public String toString() {
      return what + ", " + step;
    }
  }

  private static List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    String stop = "server stop dockerd";
    String start = "server start dockerd";
    String freeze = "pkill -STOP -x dockerd";
    String thaw = "pkill -CONT -x dockerd";
    String restart = stop + " && " + start;
    String freezeShortly = freeze + "; sleep 5; " + thaw;
    faults.add(new Fault("Docker is stopped", BEFORE, stop, start, Ending.UNCHANGED));
    faults.add(new Fault("Docker is frozen", BEFORE, freeze, thaw, Ending.UNCHANGED));
    faults.add(new Fault(FROZEN_SHORTLY, DEPLOYING, freezeShortly, "", Ending.THROUGH));
    for (String step : List.of(STARTING, WAITING)) {
      faults.add(new Fault("Docker is stopped", step, stop, start, Ending.LATER));
      faults.add(new Fault("Docker is frozen", step, freeze, thaw, Ending.LATER));
      faults.add(new Fault(FROZEN_SHORTLY, step, freezeShortly, "", Ending.THROUGH));
      Ending[] any = {Ending.THROUGH, Ending.BACK, Ending.LATER};
      faults.add(new Fault("Docker is restarted", step, restart, "", any));
    }
    faults.addAll(faultsOfCaddy());
    return faults;
  }

  private static List<Fault> faultsOfCaddy() {
    String stop = "server stop caddy";
    String start = "server start caddy && su - kata -c 'kata boot'"; // Caddy comes back empty
    String freeze = "pkill -STOP -x caddy";
    String thaw = "pkill -CONT -x caddy";
    String freezeShortly = freeze + "; sleep 5; " + thaw;
    return List.of(
        new Fault("Caddy is stopped", BEFORE, stop, start, Ending.UNCHANGED),
        new Fault("Caddy is frozen", BEFORE, freeze, thaw, Ending.UNCHANGED),
        new Fault("Caddy is stopped", WAITING, stop, start, Ending.LATER),
        new Fault("Caddy is frozen", WAITING, freeze, thaw, Ending.LATER),
        new Fault("Caddy is frozen for 5 s", WAITING, freezeShortly, "", Ending.THROUGH),
        new Fault(
            "Caddy answers 500 to changes",
            BEFORE,
            "echo KATA_CADDY_ADMIN=localhost:18259 >> ~kata/.kata/settings.env;"
                + " setsid perl /root/failing.pl > /dev/null 2>&1 & echo $! > /root/failing.pid",
            "kill $(cat /root/failing.pid); sed -i /CADDY/d ~kata/.kata/settings.env",
            Ending.LATER));
  }

  static List<Fault> gate() {
    return FAULTS.gate();
  }

  static List<Fault> rest() {
    return FAULTS.rest();
  }

  @BeforeAll
  void start(@TempDir Path made) throws IOException {
    folder = made;
    server = new Server("trixie", folder);
    server.kata("mkdir -p ~/.kata && echo KATA_DEPLOY_TIMEOUT=15 > ~/.kata/settings.env");
    server.root("sh", "-c", "cat > /root/failing.pl <<'END'\n" + FAILING_CADDY + "END");
    repository = Repository.of(folder, APP, COMPOSE);
    repository.write("server.pl", SERVER);
    repository.commit("the server");
    assertThat(server.push(repository, APP)).matches(Child::ok, "the first push");
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
    FaultTable table =
        new FaultTable("DockerFaultsIT", "fault", "at the step", "how the push ends");
    for (Fault fault : faults()) {
      table.row(fault.what, fault.step, endings.getOrDefault(fault, FaultTable.UNTRIED));
    }
    table.check();
  }

  @ParameterizedTest
  @MethodSource("gate")
  void whatever_happens_to_docker_or_caddy_a_push_ends_and_can_be_done_again(Fault fault)
      throws IOException {
    String old = "v" + version;
    String now = "v" + ++version;
    repository.edit("kata-compose.yaml", old, now);
    repository.commit(now);
    Instant started = Instant.now();
    if (fault.step.equals(BEFORE)) {
      server.root("sh", "-c", fault.begin);
    }
    CompletableFuture<Child> pushing =
        CompletableFuture.supplyAsync(() -> server.push(repository, APP));
    String met = "at the step";
    if (!fault.step.equals(BEFORE)) {
      met =
          server.root(
              "sh",
              "-c",
              until(fault.step) + fault.begin + "; } && echo at the step || echo missed");
    }
    Child push = pushing.join();
    Duration took = Duration.between(started, Instant.now());
    if (!fault.end.isEmpty()) {
      server.root("sh", "-c", fault.end);
    }
    String name = "%s:\n%s".formatted(fault, push.output());
    System.out.println(took.toSeconds() + " s: " + name);
    assertThat(took).as(name).isLessThan(DEADLINE);
    assertThat(met).as(name).endsWith("at the step");
    assertThat(fault.expected).as(name).anyMatch(ending -> push.output().contains(ending.words));
    boolean through = push.output().contains(Ending.THROUGH.words);
    assertThat(push.status()).as(name).isEqualTo(through ? 0 : 1);
    assertThat(push.output()).doesNotContain("Exception", "\tat ");
    if (!through) {
      assertThat(push.output()).as(name).contains("error: ", "hint: ");
    }
    if (push.output().contains(Ending.LATER.words)) {
      server.kata("kata boot 2>&1");
    }
    assertAnswers(through ? now : old, name);
    assertThat(server.ssh("deploy", APP)).as(name).matches(Child::ok, "the next deploy");
    assertAnswers(now, name);
    endings.put(
        fault,
        fault.expected.stream()
            .sorted()
            .map(ending -> ending.told)
            .collect(Collectors.joining("; or ")));
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @MethodSource("rest")
  void at_any_other_step_too(Fault fault) throws IOException {
    whatever_happens_to_docker_or_caddy_a_push_ends_and_can_be_done_again(fault);
  }

  /** Waits, on the server, until the deploy is at a step. */
  private static String until(String step) {
    return """
        tries=0
        step() { sed -n 4p ~kata/.kata/locks/app-%s.holder 2> /dev/null | grep -q '^%s'; }
        until step || [ $tries -gt 1000 ]; do sleep 0.05; tries=$((tries + 1)); done
        [ $tries -le 1000 ] && {
        """
        .formatted(APP, step);
  }

  /** Code and route are of one release; containers that Docker starts again need a moment. */
  private void assertAnswers(String release, String name) {
    Instant deadline = Instant.now().plusSeconds(40);
    String answer = answer();
    while (!answer.equals(release + " " + release) && Instant.now().isBefore(deadline)) {
      answer = answer();
    }
    assertThat(answer).as(name).isEqualTo(release + " " + release);
  }

  private String answer() {
    String line = "curl -sS -m 5 -w ' %header{route}' " + ADDRESS + " 2>&1 || :";
    return server.root("sh", "-c", line);
  }
}
