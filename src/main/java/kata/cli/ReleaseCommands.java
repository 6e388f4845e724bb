package kata.cli;

import java.util.Optional;
import kata.deploy.Lifecycle.Kept;
import kata.home.AppHome;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Deploys again, lists the releases, and goes back to one. */
final class ReleaseCommands {
  private ReleaseCommands() {}

  static Verb deploy(Services services, Console console) {
    PositionalParamSpec app = Verb.app();
    OptionSpec plan =
        Verb.flag("print the steps and what each would change; change nothing", "--plan");
    OptionSpec timings = Verb.flag("print how long each step took", "--timings");
    return Verb.command("deploy", Group.DEPLOY, "deploy the newest commit of an app again")
        .example("kata deploy shop", "try again after a failure whose reason is outside of shop")
        .example("kata deploy --plan shop", "show what a deploy would change")
        .asksDocker()
        .does(
            () -> {
              AppHome home = services.home().existing(Verb.appName(app));
              LineProgress progress = new LineProgress(console.err());
              if (Verb.isSet(plan)) {
                services.deployment().pushes().plan(home, progress);
              } else {
                services
                    .deployment()
                    .pushes()
                    .again(home, Verb.isSet(timings) ? progress.withTimes() : progress);
              }
              return 0;
            })
        .takes(plan, timings, app);
  }

  static Verb releases(Services services, Console console) {
    PositionalParamSpec app = Verb.app();
    return Verb.command("releases", Group.LOOK, "list the releases an app can go back to")
        .example("kata releases shop", "the present one has a *")
        .does(
            () -> {
              AppHome home = services.home().existing(Verb.appName(app));
              Table table = new Table(" RELEASE", "COMMIT", "DEPLOYED", "MODE");
              for (Kept kept : services.deployment().lifecycle().releasesOf(home)) {
                table.row(
                    (kept.present() ? "*" : " ") + kept.release().number(),
                    kept.release().shortRevision(),
                    kept.finishedAt(),
                    kept.mode().word());
              }
              table.print(console.out());
              return 0;
            })
        .takes(app);
  }

  static Verb rollback(Services services, Console console) {
    PositionalParamSpec app = Verb.app();
    PositionalParamSpec number =
        PositionalParamSpec.builder()
            .paramLabel("RELEASE")
            .arity("0..1")
            .index("1")
            .type(String.class)
            .description("its number; the one before the present one if not given")
            .build();
    return Verb.command("rollback", Group.DEPLOY, "bring an earlier release of an app back")
        .example("kata rollback shop", "go back by one, with the environment it had")
        .example("kata rollback shop 4", "go back to release 4")
        .asksDocker()
        .does(
            () -> {
              AppHome home = services.home().existing(Verb.appName(app));
              Optional<Integer> asked = number(Verb.text(number));
              services
                  .deployment()
                  .lifecycle()
                  .rollBack(home, asked, new LineProgress(console.err()));
              return 0;
            })
        .takes(app, number);
  }

  private static Optional<Integer> number(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw new UsageRefused(
          "'%s' is not the number of a release".formatted(text), "`kata releases APP` lists them");
    }
    return Optional.of(Integer.valueOf(text));
  }
}
