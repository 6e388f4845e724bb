package kata.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kata.error.OperationFailed;
import kata.process.Exec;
import kata.process.Invocation;

/**
 * The far side of sftp, and of scp since OpenSSH 9. sshd has it inside, or as a program; a forced
 * command gets the name of either, and can run the program only.
 */
final class SftpServer {
  private static final List<String> USUAL =
      List.of(
          "/usr/lib/openssh/sftp-server",
          "/usr/libexec/openssh/sftp-server",
          "/usr/lib/ssh/sftp-server",
          "/usr/libexec/sftp-server");

  private final Exec exec;
  private final Path folder;
  private final List<Path> places;

  /** Serves files, relative to a folder. */
  SftpServer(Exec exec, Path folder) {
    this(exec, folder, USUAL.stream().map(Path::of).toList());
  }

  SftpServer(Exec exec, Path folder, List<Path> places) {
    this.exec = exec;
    this.folder = folder;
    this.places = List.copyOf(places);
  }

  /** Tells whether this is what sshd makes of a request for sftp. */
  static boolean isAskedFor(List<String> words) {
    return words.get(0).equals("internal-sftp") || USUAL.contains(words.get(0));
  }

  /** Runs it with the arguments that sshd's configuration has for it. */
  int run(List<String> words) {
    Path program =
        places.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new OperationFailed(
                        "there is no sftp-server on this server, which scp and sftp need",
                        "install openssh-sftp-server, or copy with `scp -O`"));
    return exec.passthrough(
        Invocation.of(program.toString()).with(words.subList(1, words.size())).in(folder));
  }
}
