package kata.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A description of a child process: arguments (never a shell line), variables on top of the clean
 * base environment, working directory and deadline. Its standard input is empty, except for a
 * passthrough.
 */
public record Invocation(
    List<String> argv, Map<String, String> env, Optional<Path> dir, Duration timeout) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** Copies the collections. */
  public Invocation {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
  }

  /** Describes a program with its arguments; the deadline is 60 seconds. */
  public static Invocation of(String... argv) {
    return of(List.of(argv));
  }

  /** Describes a program with its arguments; the deadline is 60 seconds. */
  public static Invocation of(List<String> argv) {
    return new Invocation(argv, Map.of(), Optional.empty(), DEFAULT_TIMEOUT);
  }

  /** Adds arguments at the end. */
  public Invocation with(String... more) {
    return with(List.of(more));
  }

  /** Adds arguments at the end. */
  public Invocation with(List<String> more) {
    List<String> all = new ArrayList<>(argv);
    all.addAll(more);
    return new Invocation(all, env, dir, timeout);
  }

  /** Sets one variable of the child. */
  public Invocation env(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(env);
    all.put(name, value);
    return new Invocation(argv, all, dir, timeout);
  }

  /** Sets the working directory. */
  public Invocation in(Path folder) {
    return new Invocation(argv, env, Optional.of(folder), timeout);
  }

  /** Sets the deadline, after which the child and its children are ended. */
  public Invocation within(Duration limit) {
    return new Invocation(argv, env, dir, limit);
  }

  /** Returns the name of the program. */
  public String program() {
    return argv.get(0);
  }

  /** Returns the command line for messages. Arguments never contain secrets. */
  public String commandLine() {
    return String.join(" ", argv);
  }
}
