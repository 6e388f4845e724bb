package kata;

import kata.caddy.admin.CaddyAdmin;
import kata.caddy.admin.CaddyProgram;
import kata.deploy.DeployServices;
import kata.docker.compose.ComposeOrchestrator;
import kata.docker.engine.DockerEngine;
import kata.docker.inventory.Inventory;
import kata.docker.swarm.Secrets;
import kata.home.KataHome;
import kata.home.Settings;
import kata.process.Exec;
import kata.update.InstalledProgram;
import kata.update.SelfUpdate;
import kata.update.StartArchive;

/** The composition root: builds every service once, by hand. */
final class Services {
  final Host host;
  final KataHome home;
  final Exec exec;
  final Inventory inventory;
  final DockerEngine engine;
  final ComposeOrchestrator compose;
  final CaddyAdmin caddy;
  final Secrets secrets;
  final DeployServices deployment;
  final SelfUpdate update;
  final InstalledProgram program;

  /** Builds the services of this host. Throws if its settings are wrong. */
  Services(Host host) {
    this.host = host;
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
            new CaddyProgram(exec, settings.caddy())::validationError);
    secrets = new Secrets(host.docker());
    deployment =
        DeployServices.of(
            home, settings, host.owner(), exec, host.docker(), engine, compose, caddy);
    update = new SelfUpdate(exec, settings.updateUrl(), home.settingsFile(), host.version());
    program = new InstalledProgram(host.program(), new StartArchive(exec, home));
  }
}
