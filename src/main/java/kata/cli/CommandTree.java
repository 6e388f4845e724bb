package kata.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

  /** Builds picocli's model of all commands. */
  CommandLine build() {
    HelpCommand help = new HelpCommand(console);
    CommandSpec root = CommandSpec.wrapWithoutInspection(help.overview()).name("kata");
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("print the version")
            .build());
    root.versionProvider(() -> new String[] {"kata " + services.version()});
    commands(help).forEach(spec -> root.addSubcommand(spec.name(), spec));
    CommandLine line = new CommandLine(root);
    line.getSubcommands().values().forEach(CommandTree::addHelp);
    addHelp(line);
    Manual manual = new Manual(console.coloured());
    line.setHelpSectionKeys(List.of("page"));
    line.setHelpSectionMap(Map.of("page", part -> manual.of(part.commandSpec())));
    line.setInterpolateVariables(false);
    // A file of the server must never stand in for an argument, nor show in an error.
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    return line;
  }

  /** The commands in the order of help: by group, as {@link Group} has them. */
  private List<CommandSpec> commands(HelpCommand help) {
    return List.of(
        // Deploy and run
        ReleaseCommands.deploy(services, console),
        ReleaseCommands.rollback(services, console),
        LifecycleCommands.restart(services, console),
        LifecycleCommands.stop(services, console),
        new RunCommand(services, console).spec(),
        new RmCommand(services, console).spec(),
        // Look
        new LsCommand(services, console).spec(),
        new PsCommand(services, console).spec(),
        ReleaseCommands.releases(services, console),
        new DockerServicesCommand(services, console).spec(),
        ConfigCommands.stack(services, console),
        ConfigCommands.docker(services, console),
        ConfigCommands.caddy(services, console),
        // Configure
        new ModeCommand(services, console).spec(),
        new SecretsSetCommand(services, console).spec(),
        SecretsCommands.ls(services, console),
        SecretsCommands.rm(services, console),
        // Server
        new SetupCommand(services, console).spec(),
        new SetupSshCommand(services, console).spec(),
        LifecycleCommands.boot(services, console),
        LifecycleCommands.sync(services, console),
        new UpdateCommand(services, console).spec(),
        PassthroughCommands.docker(services),
        PassthroughCommands.scp(services),
        help.spec(),
        // Hidden
        new GitCheckCommand(services, console).spec(),
        new GitHookCommand(services, console).spec(),
        new GitReceivePackCommand(services, console).spec(),
        new GitUploadPackCommand(services).spec(),
        new SshShellCommand(services, console, this::run).spec());
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
}
