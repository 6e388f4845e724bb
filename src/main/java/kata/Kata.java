package kata;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import kata.caddy.admin.CaddyAdmin;
import kata.caddy.admin.CaddyProgram;
import kata.cli.Catalog;
import kata.cli.CommandList;
import kata.cli.CommandTree;
import kata.cli.ErrorReporter;
import kata.cli.HelpCommand;
import kata.cli.Selection;
import kata.cli.app.DeployCommand;
import kata.cli.app.ModeCommand;
import kata.cli.app.RestartCommand;
import kata.cli.app.RmCommand;
import kata.cli.app.RollbackCommand;
import kata.cli.app.RunCommand;
import kata.cli.app.StopCommand;
import kata.cli.console.Console;
import kata.cli.git.GitCheckCommand;
import kata.cli.git.GitHookCommand;
import kata.cli.git.GitReceivePackCommand;
import kata.cli.git.GitUploadPackCommand;
import kata.cli.git.SshShellCommand;
import kata.cli.inspect.ConfigCaddyCommand;
import kata.cli.inspect.ConfigDockerCommand;
import kata.cli.inspect.ConfigStackCommand;
import kata.cli.inspect.DockerServicesCommand;
import kata.cli.inspect.LsCommand;
import kata.cli.inspect.PsCommand;
import kata.cli.inspect.ReleasesCommand;
import kata.cli.secret.SecretsLsCommand;
import kata.cli.secret.SecretsRmCommand;
import kata.cli.secret.SecretsSetCommand;
import kata.cli.server.BootCommand;
import kata.cli.server.CaddySyncCommand;
import kata.cli.server.DockerCommand;
import kata.cli.server.ScpCommand;
import kata.cli.server.SetupCommand;
import kata.cli.server.SetupSshCommand;
import kata.cli.server.UpdateCommand;
import kata.cli.server.WarmUpCommand;
import kata.deploy.Deployment;
import kata.deploy.Lifecycle;
import kata.deploy.PushDeploy;
import kata.docker.compose.ComposeOrchestrator;
import kata.docker.engine.DockerEngine;
import kata.docker.inventory.Inventory;
import kata.docker.swarm.Secrets;
import kata.error.KataException;
import kata.git.PackService;
import kata.home.KataHome;
import kata.home.Settings;
import kata.process.Exec;
import kata.update.InstalledProgram;
import kata.update.SelfUpdate;
import kata.update.StartArchive;

/** The composition root: builds every service once, by hand, and gives commands what they use. */
final class Kata implements CommandList {
  private final Host host;
  private final Console console;
  private final KataHome home;
  private final Exec exec;
  private final Inventory inventory;
  private final DockerEngine engine;
  private final ComposeOrchestrator compose;
  private final CaddyAdmin caddy;
  private final Secrets secrets;
  private final Deployment deployment;
  private final PushDeploy pushes;
  private final Lifecycle lifecycle;
  private final SelfUpdate update;
  private final InstalledProgram program;

  /** Builds the services of this host. Throws if its settings are wrong. */
  Kata(Host host, Console console) {
    this.host = host;
    this.console = console;
    Settings settings = host.settings();
    home = host.home();
    exec = host.exec();
    inventory = host.inventory();
    engine = new DockerEngine(host.docker());
    compose = new ComposeOrchestrator(exec, engine, settings.deployTimeout(), host.variables());
    caddy =
        CaddyAdmin.at(
            settings.caddyAdmin(),
            home.routes(),
            new CaddyProgram(exec, settings.caddy())::complaint);
    secrets = new Secrets(host.docker());
    deployment =
        Deployment.of(home, settings, host.owner(), exec, host.docker(), engine, compose, caddy);
    pushes = deployment.pushes();
    lifecycle = deployment.lifecycle();
    update = new SelfUpdate(exec, settings.updateUrl(), home.settingsFile(), host.version());
    program = new InstalledProgram(host.program(), new StartArchive(exec, home));
  }

  /** Runs one command line and returns its exit status. */
  static int run(List<String> args, Map<String, String> variables, Console console) {
    try {
      return new Kata(Host.of(variables), console).run(args);
    } catch (KataException e) {
      return ErrorReporter.on(console.err(), variables).report(e);
    }
  }

  /** Runs one command line and returns its exit status. */
  int run(List<String> args) {
    return new CommandTree(this, console, host.variables(), host.version()).run(args);
  }

  @Override
  public void addTo(Selection selection) {
    addDeploying(selection);
    addLooking(selection);
    addConfiguring(selection);
    addServer(selection);
    addHidden(selection);
  }

  private void addDeploying(Selection commands) {
    if (commands.wants(DeployCommand.NAME)) {
      commands.add(new DeployCommand(home, pushes, console));
    }
    if (commands.wants(RollbackCommand.NAME)) {
      commands.add(new RollbackCommand(home, lifecycle, console));
    }
    if (commands.wants(RestartCommand.NAME)) {
      commands.add(new RestartCommand(home, lifecycle, console));
    }
    if (commands.wants(StopCommand.NAME)) {
      commands.add(new StopCommand(home, lifecycle, console));
    }
    if (commands.wants(RunCommand.NAME)) {
      commands.add(new RunCommand(inventory, exec, console));
    }
    if (commands.wants(RmCommand.NAME)) {
      commands.add(new RmCommand(home, deployment.remover(), console));
    }
  }

  private void addLooking(Selection commands) {
    if (commands.wants(LsCommand.NAME)) {
      commands.add(new LsCommand(deployment.status(), console));
    }
    if (commands.wants(PsCommand.NAME)) {
      commands.add(new PsCommand(inventory, console));
    }
    if (commands.wants(ReleasesCommand.NAME)) {
      commands.add(new ReleasesCommand(home, lifecycle, console));
    }
    if (commands.wants(DockerServicesCommand.NAME)) {
      commands.add(new DockerServicesCommand(inventory, exec, console));
    }
    if (commands.wants(ConfigStackCommand.NAME)) {
      commands.add(new ConfigStackCommand(home, console));
    }
    if (commands.wants(ConfigDockerCommand.NAME)) {
      commands.add(new ConfigDockerCommand(home, console));
    }
    if (commands.wants(ConfigCaddyCommand.NAME)) {
      commands.add(new ConfigCaddyCommand(home, caddy, console));
    }
  }

  private void addConfiguring(Selection commands) {
    if (commands.wants(ModeCommand.NAME)) {
      commands.add(new ModeCommand(home, lifecycle, console));
    }
    if (commands.wants(SecretsSetCommand.NAME)) {
      commands.add(new SecretsSetCommand(home, secrets, lifecycle, console));
    }
    if (commands.wants(SecretsLsCommand.NAME)) {
      commands.add(new SecretsLsCommand(secrets, console));
    }
    if (commands.wants(SecretsRmCommand.NAME)) {
      commands.add(new SecretsRmCommand(secrets, console));
    }
  }

  private void addServer(Selection commands) {
    if (commands.wants(SetupCommand.NAME)) {
      commands.add(new SetupCommand(home, exec, engine, compose, caddy, program, console));
    }
    if (commands.wants(SetupSshCommand.NAME)) {
      commands.add(new SetupSshCommand(home, host.userHome(), program, console));
    }
    if (commands.wants(BootCommand.NAME)) {
      commands.add(new BootCommand(deployment.boot(), program, console));
    }
    if (commands.wants(CaddySyncCommand.NAME)) {
      commands.add(new CaddySyncCommand(deployment.routes(), console));
    }
    if (commands.wants(UpdateCommand.NAME)) {
      commands.add(new UpdateCommand(update, program, host.version(), console));
    }
    if (commands.wants(DockerCommand.NAME)) {
      commands.add(new DockerCommand(exec));
    }
    if (commands.wants(ScpCommand.NAME)) {
      commands.add(new ScpCommand(exec, host.userHome()));
    }
    if (commands.wants(HelpCommand.NAME)) {
      commands.add(new HelpCommand(new Catalog(this), console));
    }
  }

  private void addHidden(Selection commands) {
    if (commands.wants(GitCheckCommand.NAME)) {
      commands.add(new GitCheckCommand(home, pushes, host.variables(), console));
    }
    if (commands.wants(GitHookCommand.NAME)) {
      commands.add(new GitHookCommand(home, pushes, program, console));
    }
    if (commands.wants(GitReceivePackCommand.NAME)) {
      commands.add(
          new GitReceivePackCommand(home, exec, git(), pushes, program, host.variables(), console));
    }
    if (commands.wants(GitUploadPackCommand.NAME)) {
      commands.add(new GitUploadPackCommand(home, git()));
    }
    if (commands.wants(SshShellCommand.NAME)) {
      commands.add(
          new SshShellCommand(exec, host.userHome(), host.variables(), console, this::run));
    }
    if (commands.wants(WarmUpCommand.NAME)) {
      commands.add(new WarmUpCommand(home, exec, inventory, pushes, program, this::run));
    }
  }

  private PackService git() {
    return new PackService(exec, Optional.ofNullable(host.variables().get("GIT_PROTOCOL")));
  }
}
