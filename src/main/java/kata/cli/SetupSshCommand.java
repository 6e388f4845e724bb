package kata.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.AtomicFile;
import kata.ssh.AuthorizedKeys;
import kata.ssh.PublicKey;
import kata.text.Reason;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Lets the owners of keys push and run commands, and nothing else. */
final class SetupSshCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec file =
      Verb.word("FILE|-", "a file with public keys, or - for standard input");

  SetupSshCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command(
            "setup:ssh", Group.SERVER, "let the owners of public keys push and run kata")
        .example(
            "kata setup:ssh ann.pub", "add each key of the file; one that is there stays as it is")
        .example("ssh-add -L | kata setup:ssh -", "add the keys of your agent")
        .does(this::run)
        .takes(file);
  }

  private int run() {
    List<PublicKey> keys = AuthorizedKeys.parse(text(Verb.text(file)));
    if (keys.isEmpty()) {
      throw KataException.refused("there is no public key in it", "give a file such as id.pub");
    }
    Path program = services.installedProgram();
    Path folder = services.userHome().resolve(".ssh");
    Path authorized = folder.resolve("authorized_keys");
    AuthorizedKeys.Edit edit =
        AuthorizedKeys.add(present(authorized), keys, program, services.home().root());
    AtomicFile.makeFolder(folder);
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new OperationFailed(
          "cannot close %s to others: %s".formatted(folder, Reason.of(e)), "");
    }
    AtomicFile.write(authorized, edit.text(), "rw-------");
    for (AuthorizedKeys.Change change : edit.changes()) {
      console
          .out()
          .printf("%s %s: %s%n", change.key().fingerprint(), change.key().name(), told(change));
    }
    return 0;
  }

  private static String told(AuthorizedKeys.Change change) {
    return switch (change.outcome()) {
      case ADDED -> "added";
      case RENEWED -> "renewed";
      case PRESENT -> "was there already";
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

  private static String present(Path authorized) {
    try {
      return Files.exists(authorized) ? Files.readString(authorized) : "";
    } catch (IOException e) {
      throw new OperationFailed("cannot read %s: %s".formatted(authorized, Reason.of(e)), "");
    }
  }
}
