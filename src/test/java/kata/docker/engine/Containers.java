package kata.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.OsExec;
import kata.process.Result;

/** Creates containers as Compose does, with the docker command, and removes them at the end. */
public final class Containers implements AutoCloseable {
  public static final String IMAGE = "debian:trixie-slim";
  public static final String SOCKET = "unix:///var/run/docker.sock";

  private static final String PROJECT = "com.docker.compose.project=";
  private static final String SERVICE = "com.docker.compose.service=";

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** No other test and no other run on this machine has it. */
  public final String project =
      "katait%dx%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());

  private final Exec exec = new OsExec(Map.of("PATH", System.getenv("PATH"), "HOME", "/tmp"));

  /** Runs docker and returns what it printed. */
  public String docker(String... arguments) {
    return docker(List.of(arguments));
  }

  /** Starts a container of a service of the project and returns its id. */
  public String start(String service, List<String> options, String... command) {
    return start(project, service, options, command);
  }

  /** Starts a container of a service of another project and returns its id. */
  public String start(String of, String service, List<String> options, String... command) {
    List<String> arguments = new ArrayList<>(List.of("run", "--detach", "--stop-timeout", "1"));
    arguments.addAll(List.of("--label", PROJECT + of, "--label", SERVICE + service));
    arguments.addAll(options);
    arguments.add(IMAGE);
    arguments.addAll(List.of(command));
    return docker(arguments);
  }

  /** Creates a network and a volume of a project, both with its name. */
  void network(String of) {
    docker("network", "create", "--label", PROJECT + of, of);
    docker("volume", "create", "--label", PROJECT + of, of);
  }

  /** Returns the remaining networks, volumes and containers of a project, by name. */
  List<String> left(String of) {
    List<String> left = new ArrayList<>();
    String filter = "label=" + PROJECT + of;
    docker("network", "ls", "--filter", filter, "--format", "network {{.Name}}")
        .lines()
        .forEach(left::add);
    docker("volume", "ls", "--filter", filter, "--format", "volume {{.Name}}")
        .lines()
        .forEach(left::add);
    docker(
            "ps",
            "--all",
            "--filter",
            filter,
            "--format",
            "container {{.Label \"com.docker.compose.service\"}}")
        .lines()
        .forEach(left::add);
    return left;
  }

  /** Removes everything of this run's projects. */
  @Override
  public void close() {
    for (String suffix : List.of("", "-b", "_b")) {
      remove(List.of("ps", "--all"), List.of("rm", "--force", "--volumes"), project + suffix);
      remove(List.of("network", "ls"), List.of("network", "rm"), project + suffix);
      remove(List.of("volume", "ls"), List.of("volume", "rm"), project + suffix);
    }
  }

  private void remove(List<String> list, List<String> removal, String of) {
    List<String> question = new ArrayList<>(list);
    question.addAll(List.of("--quiet", "--filter", "label=" + PROJECT + of));
    for (String id : docker(question).lines().toList()) {
      List<String> command = new ArrayList<>(removal);
      command.add(id);
      docker(command);
    }
  }

  private String docker(List<String> arguments) {
    Result result =
        exec.run(Invocation.of("docker").with(arguments).within(Duration.ofSeconds(60)));
    assertThat(result.ok()).as(arguments + ": " + result.errors()).isTrue();
    return result.text();
  }
}
