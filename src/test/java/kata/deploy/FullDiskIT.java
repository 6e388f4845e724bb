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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kata.testing.Child;
import kata.testing.FaultTable;
import kata.testing.Rows;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder in turn is a small disk of its own, which is full, or can only be read. A command
 * works, or fails with a line that names the place; what runs goes on, no file is spoiled, and with
 * space again a plain {@code kata deploy} works. Mounts, and so runs as root.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullDiskIT {
  private static final String APP = "it-faults-disk";

  /** Space for what the folder holds before: a repository has files enough to fill 64 KiB. */
  private static final Map<String, String> DISKS = disks();

  private static final List<String> COMMANDS =
      List.of("push", "restart", "rollback", "mode", "stop");
  private static final List<String> WRITTEN = List.of("app", ".kata", "tmp", "releases");
  private static final List<String> CODE = List.of("app", "releases", "repos");

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

  private static final Rows<Disk> ROWS =
      Rows.of(
          DISKS.keySet().stream()
              .flatMap(name -> Stream.of(new Disk(name, false), new Disk(name, true)))
              .sorted(Comparator.comparing(Disk::isOfReleases).reversed())
              .toList(),
          Disk::kind);

  private final Map<Disk, List<String>> outcomes = new HashMap<>();
  private SoftAssertions softly = new SoftAssertions();
  private final List<Path> mounted = new ArrayList<>();
  private Path folder;
  private KataServer server;
  private Path repository;
  private int version;

  /**
   * A disk that is full, or can only be read.
   *
   * @param name its folder
   */
  private record Disk(String name, boolean readOnly) {
    boolean isOfReleases() {
      return name.equals("releases");
    }

    /** The code and what belongs to an app, each way; kata's own state; temporary files. */
    String kind() {
      if (name.equals(".kata") || name.equals("tmp")) {
        return name;
      }
      return (CODE.contains(name) ? "code" : "of an app") + readOnly;
    }

    List<String> commands() {
      return WRITTEN.contains(name) ? COMMANDS : COMMANDS.subList(0, 1);
    }

    @Override
    public String toString() {
      return name + (readOnly ? " is read-only" : " is full");
    }
  }

  @BeforeAll
  void start(@TempDir Path made) throws IOException {
    folder = made;
    server = new KataServer(folder, "localhost:1");
    server.set("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    DISKS.forEach((name, size) -> mount(disk(name), size));
    repository = server.repository("w", COMPOSE);
    push();
    push(); // so that there is something to go back to
  }

  @AfterAll
  void stop() throws IOException {
    try {
      server.close();
    } finally {
      mounted.forEach(disk -> root("umount", "--lazy", disk.toString()));
    }
    FaultTable table =
        new FaultTable("FullDiskIT", "disk", "command", "when it is full", "when it is read-only");
    for (String name : DISKS.keySet()) {
      Disk full = new Disk(name, false);
      for (int command = 0; command < full.commands().size(); command++) {
        table.row(
            "`" + name + "`",
            COMMANDS.get(command),
            outcome(full, command),
            outcome(new Disk(name, true), command));
      }
    }
    table.check();
  }

  private String outcome(Disk disk, int command) {
    List<String> all = outcomes.get(disk);
    return all == null ? FaultTable.UNTRIED : all.get(command);
  }

  static List<Disk> gate() {
    return ROWS.gate();
  }

  static List<Disk> rest() {
    return ROWS.rest();
  }

  @ParameterizedTest
  @MethodSource("gate")
  void a_full_or_read_only_disk_spoils_nothing(Disk disk) throws IOException {
    softly = new SoftAssertions();
    List<String> outcome = disk.readOnly ? readOnly(disk) : full(disk);
    softly.assertAll();
    outcomes.put(disk, outcome);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @MethodSource("rest")
  void any_other_disk_spoils_nothing(Disk disk) throws IOException {
    a_full_or_read_only_disk_spoils_nothing(disk);
  }

  private List<String> full(Disk disk) throws IOException {
    Path filler = disk(disk.name).resolve("filler");
    List<String> outcome;
    fill(filler);
    try {
      outcome = suffer(disk);
    } finally {
      Files.delete(filler);
    }
    recovers(disk, outcome);
    return outcome;
  }

  private List<String> readOnly(Disk disk) throws IOException {
    List<String> outcome;
    root("mount", "-o", "remount,ro", disk(disk.name).toString());
    try {
      outcome = suffer(disk);
    } finally {
      root("mount", "-o", "remount,rw", disk(disk.name).toString());
    }
    recovers(disk, outcome);
    return outcome;
  }

  /** Runs the commands, or for disks that no other one writes to the push alone. */
  private List<String> suffer(Disk disk) throws IOException {
    List<String> outcome = new ArrayList<>();
    for (String command : disk.commands()) {
      outcome.add(suffer(disk.name, command + ", " + disk, argv(command)));
    }
    return outcome;
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
  private void recovers(Disk disk, List<String> outcome) throws IOException {
    String name = disk.toString();
    if (outcome.equals(List.of("works"))) {
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
