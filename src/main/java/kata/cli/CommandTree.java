package kata.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands of kata. */
public final class CommandTree {
  private final Services services;
  private final Console console;

  /** Builds commands that use these services and streams. */
  public CommandTree(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  /** Runs one command line and returns its exit status; never throws for what a user can do. */
  public int run(List<String> args) {
    boolean debug = !services.variables().getOrDefault("KATA_DEBUG", "").isEmpty();
    ErrorHandlers errors = new ErrorHandlers(console.err(), debug);
    return build()
        .setExecutionExceptionHandler(errors::failed)
        .setParameterExceptionHandler(errors::misused)
        .execute(args.toArray(String[]::new));
  }

  private CommandLine build() {
    CommandSpec root = CommandSpec.wrapWithoutInspection((Verb.Action) this::help).name("kata");
    root.usageMessage()
        .description("git push an app; kata runs it with Docker Compose and Caddy")
        .footer(
            "", "Deploy: git push USER@HOST:APP main", "`kata COMMAND --help` explains a command.");
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("print the version")
            .build());
    root.versionProvider(() -> new String[] {"kata " + services.version()});
    commands().forEach((name, spec) -> root.addSubcommand(name, spec));
    CommandLine line = new CommandLine(root);
    line.getSubcommands().values().forEach(CommandTree::addHelp);
    addHelp(line);
    // A file of the server must never stand in for an argument, nor show in an error.
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    return line;
  }

  private Map<String, CommandSpec> commands() {
    Map<String, CommandSpec> commands = new LinkedHashMap<>();
    for (CommandSpec spec :
        List.of(
            new SetupCommand(services, console).spec(),
            new SetupSshCommand(services, console).spec(),
            new LsCommand(services, console).spec(),
            new RestartCommand(services, console).spec(),
            new StopCommand(services, console).spec(),
            new RmCommand(services, console).spec(),
            new ModeCommand(services, console).spec(),
            ConfigCommands.stack(services, console),
            ConfigCommands.docker(services, console),
            ConfigCommands.caddy(services, console),
            new UpdateCommand(services, console).spec(),
            new SecretsSetCommand(services, console).spec(),
            SecretsCommands.ls(services, console),
            SecretsCommands.rm(services, console),
            new PsCommand(services, console).spec(),
            new RunCommand(services, console).spec(),
            PassthroughCommands.docker(services),
            new DockerServicesCommand(services, console).spec(),
            PassthroughCommands.scp(services),
            Verb.command("help", "show this help", this::help),
            new GitHookCommand(services, console).spec(),
            new GitReceivePackCommand(services).spec(),
            new GitUploadPackCommand(services).spec(),
            new SshShellCommand(services, console, this::run).spec())) {
      commands.put(spec.name(), spec);
    }
    return commands;
  }

  private static void addHelp(CommandLine command) {
    if (Verb.isPassthrough(command.getCommandSpec())) {
      return;
    }
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .arity("0")
                .type(boolean.class)
                .description("show this help")
                .build());
  }

  private int help() {
    build().usage(console.out(), Ansi.OFF);
    return 0;
  }
}
