package kata.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import kata.docker.engine.DockerApi;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands of kata. */
public final class CommandTree {
  static final CommandNames NAMES =
      new CommandNames(
          List.of(
              "deploy",
              "rollback",
              "restart",
              "stop",
              "run",
              "rm",
              "ls",
              "ps",
              "releases",
              "docker:services",
              "config:stack",
              "config:docker",
              "config:caddy",
              "mode",
              "secrets:set",
              "secrets:ls",
              "secrets:rm",
              "setup",
              "setup:ssh",
              "boot",
              "caddy:sync",
              "update",
              "docker",
              "scp",
              "help"),
          List.of(
              "git-check",
              "git-hook",
              "git-receive-pack",
              "git-upload-pack",
              "ssh-shell",
              "warm-up"));

  static {
    // No argument of kata is a time or a database: picocli need not load what reads them.
    System.setProperty("picocli.converters.excludes", "java[.](sql|time)[.].*");
  }

  private final Services services;
  private final Console console;

  /** Builds commands that use these services and streams. */
  public CommandTree(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  /** Runs one command line and returns its exit status; never throws for what a user can do. */
  public int run(List<String> args) {
    ErrorHandlers errors = ErrorHandlers.on(console.err(), services.variables());
    boolean named = !args.isEmpty() && NAMES.has(args.get(0));
    CommandLine line = named ? line(args.get(0)) : root();
    return line.setExecutionExceptionHandler((failure, command, parsed) -> errors.failed(failure))
        .setParameterExceptionHandler((failure, rest) -> errors.misused(failure, args))
        .execute(args.subList(named ? 1 : 0, args.size()).toArray(String[]::new));
  }

  /** Returns what reads the line of a command, behind its name. */
  CommandLine line(String name) {
    Verb verb = verb(name);
    if (verb.isOfDocker()) {
      DockerApi.prepare();
    }
    CommandSpec spec = verb.spec();
    return line(spec, () -> manual().page(spec));
  }

  /** Returns the list of commands. */
  String overview() {
    return manual().overview(NAMES.listed().stream().map(this::verb).toList());
  }

  /** Returns what help tells of a command. */
  String page(String name) {
    return manual().page(verb(name).spec());
  }

  /** Returns a command; there must be one of this name. */
  Verb verb(String name) {
    return switch (name) {
      case "deploy" -> ReleaseCommands.deploy(services, console);
      case "rollback" -> ReleaseCommands.rollback(services, console);
      case "restart" -> LifecycleCommands.restart(services, console);
      case "stop" -> LifecycleCommands.stop(services, console);
      case "run" -> new RunCommand(services, console).verb();
      case "rm" -> new RmCommand(services, console).verb();
      case "ls" -> new LsCommand(services, console).verb();
      case "ps" -> new PsCommand(services, console).verb();
      case "releases" -> ReleaseCommands.releases(services, console);
      case "docker:services" -> new DockerServicesCommand(services, console).verb();
      case "config:stack" -> ConfigCommands.stack(services, console);
      case "config:docker" -> ConfigCommands.docker(services, console);
      case "config:caddy" -> ConfigCommands.caddy(services, console);
      case "mode" -> new ModeCommand(services, console).verb();
      case "secrets:set" -> new SecretsSetCommand(services, console).verb();
      case "secrets:ls" -> SecretsCommands.ls(services, console);
      case "secrets:rm" -> SecretsCommands.rm(services, console);
      case "setup" -> new SetupCommand(services, console).verb();
      case "setup:ssh" -> new SetupSshCommand(services, console).verb();
      case "boot" -> LifecycleCommands.boot(services, console);
      case "caddy:sync" -> LifecycleCommands.sync(services, console);
      case "update" -> new UpdateCommand(services, console).verb();
      case "docker" -> PassthroughCommands.docker(services);
      case "scp" -> PassthroughCommands.scp(services);
      case "help" -> new HelpCommand(this, console).verb();
      case "git-check" -> new GitCheckCommand(services, console).verb();
      case "git-hook" -> new GitHookCommand(services, console).verb();
      case "git-receive-pack" -> new GitReceivePackCommand(services, console).verb();
      case "git-upload-pack" -> new GitUploadPackCommand(services).verb();
      case "ssh-shell" -> new SshShellCommand(services, console, this::run).verb();
      case "warm-up" -> new WarmUpCommand(services, this::run).verb();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Returns what reads a line that begins with no command. */
  private CommandLine root() {
    CommandSpec root = Verb.bare(new HelpCommand(this, console).overview()).name("kata");
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("print the version")
            .build());
    root.versionProvider(() -> new String[] {"kata " + services.version()});
    return line(root.addOption(Verb.help()), this::overview);
  }

  private CommandLine line(CommandSpec spec, Supplier<String> help) {
    CommandLine line = new CommandLine(spec, Verb.ONLY_LISTS);
    line.setHelpSectionKeys(List.of("page"));
    line.setHelpSectionMap(Map.of("page", part -> help.get()));
    // A file of the server must never stand in for an argument, nor show in an error.
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    return line;
  }

  private Manual manual() {
    return new Manual(console.coloured());
  }
}
