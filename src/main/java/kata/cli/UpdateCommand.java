package kata.cli;

import java.nio.file.Path;
import kata.process.Progress;
import kata.update.SelfUpdate;
import picocli.CommandLine.Model.OptionSpec;

final class UpdateCommand {
  private final Services services;
  private final Console console;
  private final OptionSpec check = Verb.flag("only tell whether there is another kata", "--check");
  private final OptionSpec rollBack = Verb.flag("go back to the kata before", "--rollback");
  private final OptionSpec allowOlder = Verb.flag("take an older kata too", "--allow-older");

  UpdateCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("update", Group.SERVER, "replace kata by the one at KATA_UPDATE_URL")
        .example("kata update --check", "tell whether another kata is published")
        .example("kata update", "verify it, and put it in the place of this one")
        .example("kata update --rollback", "bring the one before back")
        .does(this::run)
        .takesOneOf(check, rollBack, allowOlder);
  }

  private int run() {
    SelfUpdate update = services.update();
    Path program = services.installedProgram();
    Progress progress = new LineProgress(console.err());
    if (Verb.isSet(check)) {
      console.out().println(told(update.isCurrent(program)));
      return 0;
    }
    if (Verb.isSet(rollBack)) {
      update.rollBack(program, progress);
    } else {
      update.update(program, Verb.isSet(allowOlder), progress);
    }
    services.keepStartsQuick(progress);
    return 0;
  }

  private String told(boolean current) {
    return current
        ? "kata %s is up to date".formatted(services.version())
        : "another kata than this %s is published; `kata update` takes it"
            .formatted(services.version());
  }
}
