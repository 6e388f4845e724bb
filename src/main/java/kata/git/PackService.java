package kata.git;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Orphans;

/**
 * Serves one push or fetch: git speaks its protocol on the three streams of this process, so that
 * nothing else may be written to standard output.
 */
public final class PackService {
  private static final Pattern PROTOCOL = Pattern.compile("version=[0-2](:version=[0-2])*");

  private final Exec exec;
  private final Optional<String> protocol;

  /**
   * Serves a client.
   *
   * @param protocol what the client sent as {@code GIT_PROTOCOL}; dropped unless it names versions
   *     only
   */
  public PackService(Exec exec, Optional<String> protocol) {
    this.exec = exec;
    this.protocol = protocol.filter(text -> PROTOCOL.matcher(text).matches());
  }

  /**
   * Receives a push and returns the exit status of git, which does not tell how the deploy ended.
   * Git answers to a stream that must not block for long: when it cannot answer it neither ends nor
   * takes what its hook says, and the hook would hang.
   */
  public int receive(Path repository, PushHooks hooks, OutputStream client) {
    return exec.passthrough(
        ofClient(
            Git.phrase("receive-pack", absolute(repository))
                .env(PushHooks.VARIABLE, hooks.path().toAbsolutePath().toString())
                // Its hook is who begins again when this process is killed: it is to live on.
                .env(Orphans.VARIABLE, "")),
        client);
  }

  /** Serves a clone or fetch and returns the exit status of git. */
  public int upload(Path repository) {
    // Strict: this path, not one that git finds by adding .git to it.
    return exec.passthrough(ofClient(Git.phrase("upload-pack", "--strict", absolute(repository))));
  }

  private Invocation ofClient(Invocation invocation) {
    return protocol.map(text -> invocation.env("GIT_PROTOCOL", text)).orElse(invocation);
  }

  /** An absolute path is no option. */
  private static String absolute(Path repository) {
    return repository.toAbsolutePath().normalize().toString();
  }
}
