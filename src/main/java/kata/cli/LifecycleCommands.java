package kata.cli;

import kata.deploy.Lifecycle;
import kata.home.AppHome;
import kata.process.Progress;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Starts and stops apps that were deployed before. */
final class LifecycleCommands {
  private LifecycleCommands() {}

  static Verb restart(Services services, Console console) {
    return ofOneApp(
        services,
        console,
        Verb.command("restart", Group.DEPLOY, "stop and start an app with its present settings")
            .example("kata restart shop", "run shop with the ENV file you just changed"),
        Lifecycle::restart);
  }

  static Verb stop(Services services, Console console) {
    return ofOneApp(
        services,
        console,
        Verb.command("stop", Group.DEPLOY, "stop an app and keep everything of it")
            .example("kata stop shop", "shop is down, also after a reboot, until it is restarted"),
        Lifecycle::stop);
  }

  static Verb boot(Services services, Console console) {
    return Verb.command("boot", Group.SERVER, "start what ran before the server went down")
        .example("kata boot", "what a systemd unit calls; see docs/install.md")
        .exits(ExitCode.FAILED, "an app does not run; the others do")
        .does(
            () -> {
              Progress progress = new LineProgress(console.err());
              services.deployment().boot().run(progress);
              services.keepStartsQuick(progress);
              return 0;
            });
  }

  static Verb sync(Services services, Console console) {
    return Verb.command("caddy:sync", Group.SERVER, "make Caddy serve what the apps say")
        .example("kata caddy:sync", "after Caddy was installed anew, or lost its configuration")
        .exits(ExitCode.CADDY, "Caddy cannot be reached, or refuses the routes of an app")
        .does(
            () -> {
              services.deployment().routes().run(new LineProgress(console.err()));
              return 0;
            });
  }

  private interface Act {
    void on(Lifecycle lifecycle, AppHome app, Progress progress);
  }

  private static Verb ofOneApp(Services services, Console console, Verb verb, Act act) {
    PositionalParamSpec app = Verb.app();
    return verb.asksDocker()
        .does(
            () -> {
              AppHome home = services.home().existing(Verb.appName(app));
              act.on(services.deployment().lifecycle(), home, new LineProgress(console.err()));
              return 0;
            })
        .takes(app);
  }
}
