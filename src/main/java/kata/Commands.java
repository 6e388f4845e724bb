package kata;

import java.util.List;
import java.util.Optional;
import kata.cli.Catalog;
import kata.cli.CommandList;
import kata.cli.CommandTree;
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
import kata.git.PackService;

/** Lists the commands of kata, in the order of help, and gives each the services it uses. */
final class Commands implements CommandList {
  private final Services services;
  private final Console console;

  /** Lists commands on these services and streams. */
  Commands(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  /** Runs one command line and returns its exit status. */
  int run(List<String> args) {
    Host host = services.host;
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
      commands.add(new DeployCommand(services.home, services.deployment.pushes(), console));
    }
    if (commands.wants(RollbackCommand.NAME)) {
      commands.add(new RollbackCommand(services.home, services.deployment.lifecycle(), console));
    }
    if (commands.wants(RestartCommand.NAME)) {
      commands.add(new RestartCommand(services.home, services.deployment.lifecycle(), console));
    }
    if (commands.wants(StopCommand.NAME)) {
      commands.add(new StopCommand(services.home, services.deployment.lifecycle(), console));
    }
    if (commands.wants(RunCommand.NAME)) {
      commands.add(new RunCommand(services.inventory, services.exec, console));
    }
    if (commands.wants(RmCommand.NAME)) {
      commands.add(new RmCommand(services.home, services.deployment.remover(), console));
    }
  }

  private void addLooking(Selection commands) {
    if (commands.wants(LsCommand.NAME)) {
      commands.add(new LsCommand(services.deployment.status(), console));
    }
    if (commands.wants(PsCommand.NAME)) {
      commands.add(new PsCommand(services.inventory, console));
    }
    if (commands.wants(ReleasesCommand.NAME)) {
      commands.add(new ReleasesCommand(services.home, services.deployment.lifecycle(), console));
    }
    if (commands.wants(DockerServicesCommand.NAME)) {
      commands.add(new DockerServicesCommand(services.inventory, services.exec, console));
    }
    if (commands.wants(ConfigStackCommand.NAME)) {
      commands.add(new ConfigStackCommand(services.home, console));
    }
    if (commands.wants(ConfigDockerCommand.NAME)) {
      commands.add(new ConfigDockerCommand(services.home, console));
    }
    if (commands.wants(ConfigCaddyCommand.NAME)) {
      commands.add(new ConfigCaddyCommand(services.home, services.caddy, console));
    }
  }

  private void addConfiguring(Selection commands) {
    if (commands.wants(ModeCommand.NAME)) {
      commands.add(new ModeCommand(services.home, services.deployment.lifecycle(), console));
    }
    if (commands.wants(SecretsSetCommand.NAME)) {
      commands.add(
          new SecretsSetCommand(
              services.home, services.secrets, services.deployment.lifecycle(), console));
    }
    if (commands.wants(SecretsLsCommand.NAME)) {
      commands.add(new SecretsLsCommand(services.secrets, console));
    }
    if (commands.wants(SecretsRmCommand.NAME)) {
      commands.add(new SecretsRmCommand(services.secrets, console));
    }
  }

  private void addServer(Selection commands) {
    if (commands.wants(SetupCommand.NAME)) {
      commands.add(
          new SetupCommand(
              services.home,
              services.exec,
              services.engine,
              services.compose,
              services.caddy,
              services.program,
              console));
    }
    if (commands.wants(SetupSshCommand.NAME)) {
      commands.add(
          new SetupSshCommand(services.home, services.host.userHome(), services.program, console));
    }
    if (commands.wants(BootCommand.NAME)) {
      commands.add(new BootCommand(services.deployment.boot(), services.program, console));
    }
    if (commands.wants(CaddySyncCommand.NAME)) {
      commands.add(new CaddySyncCommand(services.deployment.routes(), console));
    }
    if (commands.wants(UpdateCommand.NAME)) {
      commands.add(
          new UpdateCommand(services.update, services.program, services.host.version(), console));
    }
    if (commands.wants(DockerCommand.NAME)) {
      commands.add(new DockerCommand(services.exec));
    }
    if (commands.wants(ScpCommand.NAME)) {
      commands.add(new ScpCommand(services.exec, services.host.userHome()));
    }
    if (commands.wants(HelpCommand.NAME)) {
      commands.add(new HelpCommand(new Catalog(this), console));
    }
  }

  private void addHidden(Selection commands) {
    if (commands.wants(GitCheckCommand.NAME)) {
      commands.add(
          new GitCheckCommand(
              services.home, services.deployment.pushes(), services.host.variables(), console));
    }
    if (commands.wants(GitHookCommand.NAME)) {
      commands.add(
          new GitHookCommand(
              services.home, services.deployment.pushes(), services.program, console));
    }
    if (commands.wants(GitReceivePackCommand.NAME)) {
      commands.add(
          new GitReceivePackCommand(
              services.home,
              services.exec,
              git(),
              services.deployment.pushes(),
              services.program,
              services.host.variables(),
              console));
    }
    if (commands.wants(GitUploadPackCommand.NAME)) {
      commands.add(new GitUploadPackCommand(services.home, git()));
    }
    if (commands.wants(SshShellCommand.NAME)) {
      commands.add(
          new SshShellCommand(
              services.exec,
              services.host.userHome(),
              services.host.variables(),
              console,
              this::run));
    }
    if (commands.wants(WarmUpCommand.NAME)) {
      commands.add(
          new WarmUpCommand(
              services.home,
              services.exec,
              services.inventory,
              services.deployment.pushes(),
              services.program,
              this::run));
    }
  }

  private PackService git() {
    return new PackService(
        services.exec, Optional.ofNullable(services.host.variables().get("GIT_PROTOCOL")));
  }
}
