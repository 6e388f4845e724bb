package kata.cli;

import java.util.Optional;
import kata.git.PackService;
import kata.home.AppHome;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The server side of a fetch or clone. */
final class GitUploadPackCommand {
  private final Services services;
  private final PositionalParamSpec app = Verb.app();

  GitUploadPackCommand(Services services) {
    this.services = services;
  }

  Verb verb() {
    return Verb.hidden("git-upload-pack", "send what was pushed", this::run).takes(app);
  }

  private int run() {
    AppHome home = services.home().existing(Verb.appName(app));
    Optional<String> protocol = Optional.ofNullable(services.variables().get("GIT_PROTOCOL"));
    return new PackService(services.exec(), protocol).upload(home.repo());
  }
}
