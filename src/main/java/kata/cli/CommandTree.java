package kata.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.ListFactory;
import kata.cli.console.Console;
import kata.docker.engine.DockerApi;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Parses a command line and runs its command. */
public final class CommandTree {
  static {
    // No argument of kata is a time or a database: picocli need not load their converters.
    System.setProperty("picocli.converters.excludes", "java[.](sql|time)[.].*");
  }

  private final Catalog catalog;
  private final Console console;
  private final ErrorReporter errors;
  private final String version;

  /**
   * Creates a tree that runs these commands.
   *
   * @param variables the environment of the process
   * @param version of kata
   */
  public CommandTree(
      CommandList commands, Console console, Map<String, String> variables, String version) {
    this.catalog = new Catalog(commands);
    this.console = console;
    this.errors = ErrorReporter.on(console.err(), variables);
    this.version = version;
  }

  /** Runs one command line and returns its exit status; reports failures and throws none. */
  public int run(List<String> args) {
    Optional<Command> named = args.isEmpty() ? Optional.empty() : catalog.find(args.get(0));
    CommandLine line = named.isPresent() ? line(named.get()) : root();
    return line.setExecutionExceptionHandler((failure, command, parsed) -> errors.report(failure))
        .setParameterExceptionHandler(
            (failure, rest) -> new UsageErrors(errors, catalog.names()).report(failure, args))
        .execute(args.subList(named.isPresent() ? 1 : 0, args.size()).toArray(String[]::new));
  }

  /** Returns the parser of the arguments that follow the name of a command. */
  CommandLine line(Command command) {
    CommandModel model = command.model();
    if (model.isDockerUsed()) {
      DockerApi.prepare();
    }
    CommandSpec spec = model.spec(command);
    return line(spec, () -> new Manual(console.coloured()).page(model, spec));
  }

  /** Returns the parser of a line that does not begin with a command. */
  private CommandLine root() {
    CommandSpec root = CommandModel.emptySpec(this::printOverview).name("kata");
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("print the version")
            .build());
    root.versionProvider(() -> new String[] {"kata " + version});
    return line(root.addOption(CommandModel.helpOption()), this::overview);
  }

  private int printOverview() {
    console.out().print(overview());
    return ExitCode.DONE.status();
  }

  private String overview() {
    return new Manual(console.coloured()).overview(catalog.models());
  }

  private CommandLine line(CommandSpec spec, Supplier<String> help) {
    CommandLine line = new CommandLine(spec, ListFactory.INSTANCE);
    line.setHelpSectionKeys(List.of("page"));
    line.setHelpSectionMap(Map.of("page", part -> help.get()));
    // A file of the server must never stand in for an argument, nor show in an error.
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    return line;
  }
}
