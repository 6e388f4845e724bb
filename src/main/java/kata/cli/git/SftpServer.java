package kata.cli.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kata.error.OperationFailed;
import kata.process.Exec;
import kata.process.Invocation;

/**
 * The server's side of sftp, and of scp since OpenSSH 9. sshd includes an sftp server, or runs a
 * program. A forced command gets the name of either, and can run the program only.
 */
final class SftpServer {
  private static final List<String> KNOWN_PATHS =
      List.of(
          "/usr/lib/openssh/sftp-server",
          "/usr/libexec/openssh/sftp-server",
          "/usr/lib/ssh/sftp-server",
          "/usr/libexec/sftp-server");

  private final Exec exec;
  private final Path folder;
  private final List<Path> places;

  /** Serves files; relative paths start from this folder. */
  SftpServer(Exec exec, Path folder) {
    this(exec, folder, KNOWN_PATHS.stream().map(Path::of).toList());
  }

  SftpServer(Exec exec, Path folder, List<Path> places) {
    this.exec = exec;
    this.folder = folder;
    this.places = List.copyOf(places);
  }

  /** Returns whether sshd turned a request for sftp into this command. */
  static boolean isRequestedBy(List<String> words) {
    return words.get(0).equals("internal-sftp") || KNOWN_PATHS.contains(words.get(0));
  }

  /** Runs it with the arguments from sshd's configuration. */
  int run(List<String> words) {
    Path program =
        places.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new OperationFailed(
                        "this server has no sftp-server, which scp and sftp need",
                        "install openssh-sftp-server, or copy with `scp -O`"));
    return exec.passthrough(
        Invocation.of(program.toString()).with(words.subList(1, words.size())).in(folder));
  }
}
