package kata.cli;

import kata.process.Invocation;
import picocli.CommandLine.Model.CommandSpec;

/** Programs of the server that get every argument as it was given, and kata's own streams. */
final class PassthroughCommands {
  private PassthroughCommands() {}

  static CommandSpec docker(Services services) {
    return Verb.passthrough(
        "docker",
        "run docker, with every argument as given",
        args -> services.exec().passthrough(Invocation.of("docker").with(args)));
  }

  /** A legacy client sends {@code scp -t} or {@code scp -f}; paths are relative to the home. */
  static CommandSpec scp(Services services) {
    return Verb.passthrough(
        "scp",
        "copy files, as scp; it is what `scp -O` runs over SSH",
        args ->
            services.exec().passthrough(Invocation.of("scp").with(args).in(services.userHome())));
  }
}
