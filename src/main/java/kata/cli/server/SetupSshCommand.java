package kata.cli.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.AtomicFile;
import kata.home.KataHome;
import kata.ssh.AuthorizedKeys;
import kata.ssh.PublicKey;
import kata.text.Reason;
import kata.update.InstalledProgram;

/** Adds public keys to authorized_keys, each with kata as its only command. */
public final class SetupSshCommand implements Command {
  /** What a user types. */
  public static final String NAME = "setup:ssh";

  private final KataHome home;
  private final Path userHome;
  private final InstalledProgram program;
  private final Console console;
  private final Word file =
      Word.at(0, "FILE|-", "a file with public keys, or - for standard input");

  /**
   * Adds keys that run this program.
   *
   * @param userHome the home folder of the user, for {@code .ssh}
   */
  public SetupSshCommand(KataHome home, Path userHome, InstalledProgram program, Console console) {
    this.home = home;
    this.userHome = userHome;
    this.program = program;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.SERVER, "let SSH keys push and run kata")
        .example("kata setup:ssh ann.pub", "add the keys of the file; known keys do not change")
        .example("ssh-add -L | kata setup:ssh -", "add the keys of your agent")
        .arguments(file);
  }

  @Override
  public int run() {
    List<PublicKey> keys = AuthorizedKeys.parse(text(file.text()));
    if (keys.isEmpty()) {
      throw KataException.refused("the input has no public key", "give a file such as id.pub");
    }
    Path folder = userHome.resolve(".ssh");
    Path authorized = folder.resolve("authorized_keys");
    AuthorizedKeys.Edit edit =
        AuthorizedKeys.add(current(authorized), keys, program.file(), home.root());
    AtomicFile.makeFolder(folder);
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new OperationFailed("cannot make %s private: %s".formatted(folder, Reason.of(e)), "");
    }
    AtomicFile.write(authorized, edit.text(), "rw-------");
    for (AuthorizedKeys.Change change : edit.changes()) {
      PublicKey key = change.key();
      console.out().printf("%s %s: %s%n", key.fingerprint(), key.name(), describe(change));
    }
    return ExitCode.DONE.status();
  }

  private static String describe(AuthorizedKeys.Change change) {
    return switch (change.outcome()) {
      case ADDED -> "added";
      case RENEWED -> "renewed";
      case PRESENT -> "already there";
      case ELSEWHERE -> "not added: another line of authorized_keys has this key; remove it first";
    };
  }

  private String text(String name) {
    try {
      return name.equals("-")
          ? new String(console.in().readAllBytes(), StandardCharsets.UTF_8)
          : new String(Files.readAllBytes(Path.of(name)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw KataException.refused("cannot read the key file '%s'".formatted(name), "");
    }
  }

  private static String current(Path authorized) {
    try {
      return Files.exists(authorized) ? Files.readString(authorized) : "";
    } catch (IOException e) {
      throw new OperationFailed("cannot read %s: %s".formatted(authorized, Reason.of(e)), "");
    }
  }
}
