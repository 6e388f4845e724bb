package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kata.testing.Child;
import kata.testing.FaultTable;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each folder in turn is a small disk of its own, which is full, or can only be read. A command
 * works, or fails with a line that names the place; what runs goes on, no file is spoiled, and with
 * space again a plain {@code kata deploy} works. Mounts, and so runs as root.
 */
class FullDiskIT {
  private static final String APP = "it-faults-disk";

  /** Space for what the folder holds before: a repository has files enough to fill 64 KiB. */
  private static final Map<String, String> DISKS = disks();

  private static final List<String> COMMANDS =
      List.of("push", "restart", "rollback", "mode", "stop");
  private static final List<String> WRITTEN = List.of("app", ".kata", "tmp", "releases");

  private static final String COMPOSE =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          environment: {VERSION: v0}
          healthcheck: {test: [CMD, "true"], interval: 300ms}
          volumes: ["app:/app", "data:/data"]
      """;

  @TempDir Path folder;
  private final FaultTable table =
      new FaultTable("FullDiskIT", "disk", "command", "when it is full", "when it is read-only");
  private final SoftAssertions softly = new SoftAssertions();
  private final List<Path> mounted = new ArrayList<>();
  private KataServer server;
  private Path repository;
  private int version;

  @BeforeEach
  void start() throws IOException {
    server = new KataServer(folder, "localhost:1");
    server.set("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    DISKS.forEach((name, size) -> mount(disk(name), size));
    repository = server.repository("w", COMPOSE);
  }

  @AfterEach
  void stop() throws IOException {
    try {
      server.close();
    } finally {
      mounted.forEach(disk -> root("umount", "--lazy", disk.toString()));
    }
  }

  @Test
  void a_full_or_read_only_disk_spoils_nothing() throws IOException {
    push();
    push(); // so that there is something to go back to
    for (String name : DISKS.keySet()) {
      List<String> full = full(name);
      List<String> readOnly = readOnly(name);
      for (int i = 0; i < full.size(); i++) {
        table.row("`" + name + "`", COMMANDS.get(i), full.get(i), readOnly.get(i));
      }
    }
    softly.assertAll();
    table.check();
  }

  private List<String> full(String name) throws IOException {
    Path filler = disk(name).resolve("filler");
    List<String> outcomes;
    fill(filler);
    try {
      outcomes = suffer(name, "full");
    } finally {
      Files.delete(filler);
    }
    recovers(name + ", full", outcomes);
    return outcomes;
  }

  private List<String> readOnly(String name) throws IOException {
    List<String> outcomes;
    root("mount", "-o", "remount,ro", disk(name).toString());
    try {
      outcomes = suffer(name, "read-only");
    } finally {
      root("mount", "-o", "remount,rw", disk(name).toString());
    }
    recovers(name + ", read-only", outcomes);
    return outcomes;
  }

  /** Runs the commands, or for disks that no other one writes to the push alone. */
  private List<String> suffer(String name, String how) throws IOException {
    List<String> outcomes = new ArrayList<>();
    for (String command : WRITTEN.contains(name) ? COMMANDS : COMMANDS.subList(0, 1)) {
      outcomes.add(suffer(name, command + ", " + name + " is " + how, argv(command)));
    }
    return outcomes;
  }

  private static List<String> argv(String command) {
    String kata = KataServer.FILE.toString();
    return switch (command) {
      case "push" -> List.of("git", "push", "kata@localhost:" + APP, "main");
      case "mode" -> List.of(kata, command, APP, "compose");
      default -> List.of(kata, command, APP);
    };
  }

  /** Runs a command on a disk as it is now, and returns how that ended. */
  private String suffer(String name, String what, List<String> argv) throws IOException {
    String old = running();
    if (what.startsWith("push")) {
      change();
    }
    Map<Path, String> before = files();
    Child child = Child.run(repository, server.environment(), argv);
    String told = what + ":\n" + child.output();
    System.out.println(told);
    softly
        .assertThat(child.output())
        .as(told)
        .doesNotContain("Exception:", "\tat ", "a fault in kata");
    if (child.ok()) {
      return "works";
    }
    softly.assertThat(running()).as(told).isEqualTo(old);
    // Git tells that the disk of a repository is full, but not which one it is.
    String place = what.equals("push, repos is full") ? "No space left" : disk(name).toString();
    softly.assertThat(child.output()).as(told).contains(place);
    Map<Path, String> after = files();
    before.forEach((file, text) -> softly.assertThat(after).as(told).containsEntry(file, text));
    return "fails, nothing changes";
  }

  /** With space again everything works, and nothing is left of what did not. */
  private void recovers(String name, List<String> outcomes) throws IOException {
    if (outcomes.equals(List.of("works"))) {
      return;
    }
    Child deploy = server.kata("deploy", APP);
    assertThat(deploy.ok()).as(name + ": " + deploy.output()).isTrue();
    if (!running().equals("v" + version)) { // the commit was not taken in
      Child push = server.push(repository, APP, "main");
      assertThat(push.ok()).as(name + ": " + push.output()).isTrue();
      assertThat(running()).as(name).isEqualTo("v" + version);
    }
    for (Path place : List.of(server.root(), disk("tmp"))) {
      try (Stream<Path> all = Files.walk(place)) {
        assertThat(all.filter(FullDiskIT::isTemporary).toList()).as(name).isEmpty();
      }
    }
  }

  private static boolean isTemporary(Path file) {
    String text = String.valueOf(file.getFileName());
    return (text.endsWith(".new") && !file.resolveSibling("").endsWith("locks"))
        || text.startsWith(".new-")
        || text.startsWith("tmp_")
        || text.endsWith(".proposed.json")
        || text.equals("journal.json")
        || text.matches("kata-(build|empty|index|push).*");
  }

  private void push() throws IOException {
    change();
    Child push = server.push(repository, APP, "main");
    assertThat(push.ok()).as(push.output()).isTrue();
  }

  private void change() throws IOException {
    version++;
    server.commit(repository, "kata-compose.yaml", COMPOSE.replace("v0", "v" + version));
  }

  private String running() {
    return server.docker("exec", APP + "-web-1", "printenv", "VERSION").output().strip();
  }

  /** What the app has, and what kata wrote about it. */
  private Map<Path, String> files() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    for (String name : List.of("app", "data", "config", "envs", "releases")) {
      try (Stream<Path> all = Files.walk(disk(name))) {
        for (Path file : all.toList()) {
          if (Files.isSymbolicLink(file)) {
            files.put(file, "-> " + Files.readSymbolicLink(file));
          } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && !String.valueOf(file.getFileName()).equals("filler")) {
            files.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
          }
        }
      }
    }
    return files;
  }

  private Path disk(String name) {
    return name.equals("tmp") ? folder.resolve(name) : folder.resolve("root").resolve(name);
  }

  private static Map<String, String> disks() {
    Map<String, String> sizes = new LinkedHashMap<>();
    for (String name : List.of("app", "data", "config", "envs", "logs", "cache", ".kata", "tmp")) {
      sizes.put(name, "64k");
    }
    sizes.put("repos", "1m");
    sizes.put("releases", "2m");
    return sizes;
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] page = new byte[4096];
      for (int pages = 0; pages < 1024; pages++) {
        out.write(page);
      }
      throw new AssertionError(file + " does not get full");
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private void mount(Path disk, String size) {
    root("mkdir", "-p", disk.toString());
    root("mount", "-t", "tmpfs", "-o", "mode=755,size=" + size, "none", disk.toString());
    mounted.add(disk);
  }

  private static void root(String... argv) {
    Child child = Child.run(Path.of("/"), Map.of(), List.of(argv));
    assertThat(child.ok()).as(String.join(" ", argv) + ": " + child.output()).isTrue();
  }
}
