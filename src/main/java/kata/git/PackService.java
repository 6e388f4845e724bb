package kata.git;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import kata.git.hook.PushHooks;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Orphans;

/**
 * Serves one push or fetch. git uses the three streams of this process for its protocol, so nothing
 * else may write to standard output.
 */
public final class PackService {
  private static final Pattern PROTOCOL = Pattern.compile("version=[0-2](:version=[0-2])*");

  private final Exec exec;
  private final Optional<String> protocol;

  /**
   * Serves a client.
   *
   * @param protocol the client's {@code GIT_PROTOCOL}; ignored unless it contains only versions
   */
  public PackService(Exec exec, Optional<String> protocol) {
    this.exec = exec;
    this.protocol = protocol.filter(text -> PROTOCOL.matcher(text).matches());
  }

  /**
   * Receives a push and returns git's exit status, which does not include the result of the deploy.
   * The stream must not block for long: a git that cannot write neither exits nor reads its hook's
   * output, and the hook would hang.
   */
  public int receive(Path repository, PushHooks hooks, OutputStream client) {
    return exec.passthrough(
        withProtocol(
            Git.command("receive-pack", absolute(repository))
                .env(PushHooks.VARIABLE, hooks.path().toAbsolutePath().toString())
                // The hook restarts the deploy when this process is killed, so it must survive.
                .env(Orphans.VARIABLE, "")),
        client);
  }

  /** Serves a clone or fetch and returns the exit status of git. */
  public int upload(Path repository) {
    // Strict: this path, not one that git finds by adding .git to it.
    return exec.passthrough(
        withProtocol(Git.command("upload-pack", "--strict", absolute(repository))));
  }

  private Invocation withProtocol(Invocation invocation) {
    return protocol.map(text -> invocation.env("GIT_PROTOCOL", text)).orElse(invocation);
  }

  /** Returns an absolute path, which git cannot mistake for an option. */
  private static String absolute(Path repository) {
    return repository.toAbsolutePath().normalize().toString();
  }
}
