package kata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kata.testing.Child;

/** A repository on the laptop of the pusher. */
record Repository(Path folder) {
  /** Makes one with a single kata-compose.yaml, committed. */
  static Repository of(Path parent, String name, String compose) throws IOException {
    Repository repository = new Repository(Files.createDirectories(parent.resolve(name)));
    repository.git("init", "--quiet", "--initial-branch=main");
    repository.write("kata-compose.yaml", compose);
    repository.commit("first");
    return repository;
  }

  /** Makes one from a folder of examples, committed. */
  static Repository ofExample(Path parent, String example) throws IOException {
    Repository repository = new Repository(Files.createDirectories(parent.resolve(example)));
    try (Stream<Path> files = Files.list(Path.of("examples", example))) {
      for (Path file : files.toList()) {
        Path copy = repository.folder.resolve(String.valueOf(file.getFileName()));
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    repository.git("init", "--quiet", "--initial-branch=main");
    repository.commit("as it is in examples");
    return repository;
  }

  void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(from);
    write(file, text.replace(from, to));
  }

  void commit(String message) {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
  }

  private void git(String... arguments) {
    List<String> argv =
        Stream.concat(
                Stream.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"),
                Stream.of(arguments))
            .toList();
    Child child = Child.run(folder, Map.of(), argv);
    assertThat(child.ok()).as(child.output()).isTrue();
  }
}
