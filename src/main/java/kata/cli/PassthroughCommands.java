package kata.cli;

import kata.process.Invocation;

/** Programs of the server that get every argument as it was given, and kata's own streams. */
final class PassthroughCommands {
  private PassthroughCommands() {}

  static Verb docker(Services services) {
    return Verb.command("docker", Group.SERVER, "run docker, with every argument as given")
        .example("kata docker logs --tail 20 shop-web-1", "show what a container wrote")
        .exits("...", "with the status of docker")
        .passesOn(args -> services.exec().passthrough(Invocation.of("docker").with(args)));
  }

  /** A legacy client sends {@code scp -t} or {@code scp -f}; paths are relative to the home. */
  static Verb scp(Services services) {
    return Verb.command("scp", Group.SERVER, "run scp; it is what `scp -O` calls over SSH")
        .example("kata scp -t data/shop", "what `scp -O x kata@server:data/shop` runs here")
        .exits("...", "with the status of scp")
        .passesOn(
            args ->
                services
                    .exec()
                    .passthrough(Invocation.of("scp").with(args).in(services.userHome())));
  }
}
