package kata;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import kata.cli.CommandList;
import kata.cli.CommandTree;
import kata.cli.console.Console;
import kata.docker.inventory.Inventory;
import kata.process.Exec;
import org.jspecify.annotations.Nullable;

/** Runs command lines as Main does, on a server of its own where Docker and Caddy are down. */
public final class CliRunner {
  private final Path home;
  private final Path root;
  private final Path program;
  private final Map<String, String> variables = new TreeMap<>();
  private byte[] input = {};
  private boolean interactive;
  private Iterator<String> unseen = Collections.emptyIterator();
  private boolean outIsTerminal;
  private boolean errIsTerminal;
  private @Nullable Exec exec;
  private @Nullable Inventory inventory;

  /** What a command left: its exit status and what it wrote. */
  public record Ran(int code, String out, String err) {}

  /** Makes the server in an empty folder. */
  public CliRunner(Path folder) throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    root = Files.createDirectories(folder.resolve("root"));
    program = Files.writeString(folder.resolve("kata"), "");
    variables.put("PATH", System.getenv("PATH"));
    variables.put("HOME", home.toString());
    variables.put("KATA_ROOT", root.toString());
    variables.put("DOCKER_HOST", "unix://" + folder.resolve("no-docker.sock"));
    variables.put("KATA_CADDY_ADMIN", "127.0.0.1:1");
  }

  /** Sets a variable of the process. */
  public CliRunner with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Gives the next commands this standard input. */
  public CliRunner input(String text) {
    return input(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives the next commands these bytes as standard input. */
  public CliRunner input(byte[] bytes) {
    input = bytes.clone();
    return this;
  }

  /** Gives the next commands what a person types. */
  public CliRunner typing(String text) {
    interactive = true;
    return input(text);
  }

  /** Gives the next commands what a person types while nothing is shown, line by line. */
  public CliRunner typingUnseen(String... lines) {
    interactive = true;
    unseen = List.of(lines).iterator();
    return this;
  }

  /** Sets which of the two streams that the next commands write to are terminals. */
  public CliRunner terminals(boolean out, boolean err) {
    outIsTerminal = out;
    errIsTerminal = err;
    return this;
  }

  /** Runs the children of the next commands through this. */
  public CliRunner with(Exec stand) {
    exec = stand;
    return this;
  }

  /** Shows the next commands these services. */
  public CliRunner with(Inventory known) {
    inventory = known;
    return this;
  }

  /** Returns the home folder of the user. */
  public Path home() {
    return home;
  }

  /** Returns KATA_ROOT. */
  public Path root() {
    return root;
  }

  /** Runs one command line. */
  public Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = console(out, err);
    int code = commands(console).run(List.of(args));
    console.out().flush();
    console.err().flush();
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Returns the commands, without running one. */
  public CommandList commands() {
    return commands(console(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
  }

  /** Returns the tree of the commands, without running one. */
  public CommandTree tree() {
    Console console = console(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    return new CommandTree(commands(console), console, variables, "test");
  }

  private Console console(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Console(
            new ByteArrayInputStream(input),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            interactive,
            outIsTerminal,
            false,
            () -> unseen.hasNext() ? Optional.of(unseen.next()) : Optional.empty())
        .coloured(errIsTerminal, variables);
  }

  /** Returns everything under KATA_ROOT: paths, and the text of files. */
  public Map<String, String> snapshot() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        found.put(root.relativize(path).toString(), file ? Files.readString(path) : "");
      }
    }
    return found;
  }

  /** Lists commands for a host whose kata file is a file of the test, which runs from classes. */
  private Commands commands(Console console) {
    Host real = Host.of(variables);
    Host host =
        new Host(
            variables,
            Optional.of(program),
            exec == null ? real.exec() : exec,
            real.docker(),
            inventory == null ? real.inventory() : inventory);
    return new Commands(new Services(host), console);
  }
}
