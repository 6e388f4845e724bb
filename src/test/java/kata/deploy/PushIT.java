package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import kata.home.AppHome;
import kata.home.AppName;
import kata.home.HeldLock;
import kata.home.KataHome;
import kata.process.Progress;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pushes to the built file on a real Docker: what deploys, what does not, what is left. */
class PushIT {
  private static final String SLEEPER =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          volumes: ["app:/app"]
        db:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          environment: {ROLE: database}
          volumes: ["kept:/var/lib/kept"]
      volumes:
        kept: {}
      """;

  @TempDir Path folder;
  private KataServer server;

  @BeforeEach
  void start() throws IOException {
    server = new KataServer(folder, "localhost:1"); // no Caddy: these apps have no route
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void every_pushed_revision_replaces_the_code_and_nothing_else() throws IOException { // fault 1
    Path repository = server.repository("w", SLEEPER);
    assertThat(server.push(repository, "it-a", "main").ok()).isTrue();
    List<String> before = server.containers("it-a", "{{.Names}} {{.ID}}");
    server.commit(repository, "page.txt", "new");
    assertThat(server.push(repository, "it-a", "main").ok()).isTrue();
    List<String> after = server.containers("it-a", "{{.Names}} {{.ID}}");
    assertThat(line(after, "it-a-db-1 ")).isEqualTo(line(before, "it-a-db-1 "));
    assertThat(line(after, "it-a-web-1 ")).isNotEqualTo(line(before, "it-a-web-1 "));
    assertThat(inWeb("it-a", "cat", "/app/page.txt")).isEqualTo("new");
    String current = server.root().resolve("app/it-a").toString();
    assertThat(server.git(Path.of(current), "rev-parse", "HEAD"))
        .isEqualTo(server.git(repository, "rev-parse", "HEAD"));
  }

  @Test
  void a_push_that_cannot_deploy_fails_and_changes_nothing() throws IOException { // fault 2, R-6
    Path repository = server.repository("w", SLEEPER);
    server.push(repository, "it-b", "main");
    Path bare = server.root().resolve("repos/it-b");
    String tip = server.git(bare, "rev-parse", "main");
    List<String> before = server.containers("it-b", "{{.ID}}");
    server.commit(repository, "kata-compose.yaml", "services:\n  web: {imaeg: x}\n");
    Child broken = server.push(repository, "it-b", "main");
    assertThat(broken.ok()).isFalse();
    assertThat(broken.output())
        .contains("error: kata-compose.yaml:2:8: service 'web' has no image, build or runtime")
        .contains("nothing was changed: release 1 still serves")
        .contains("[remote rejected] main -> main");
    assertThat(server.git(bare, "rev-parse", "main")).isEqualTo(tip);
    server.commit(
        repository, "kata-compose.yaml", SLEEPER + "caddy: {listen: [\":$NOPORT\"], routes: []}\n");
    assertThat(server.push(repository, "it-b", "main").output())
        .contains("NOPORT is not set", "[remote rejected]");
    Files.writeString(server.root().resolve("config/it-b/ENV"), "not a variable\n");
    server.commit(repository, "kata-compose.yaml", SLEEPER);
    assertThat(server.push(repository, "it-b", "main").output())
        .contains("error: ENV:1", "[remote rejected]");
    Files.delete(server.root().resolve("config/it-b/ENV"));
    assertThat(server.git(bare, "rev-parse", "main")).isEqualTo(tip);
    server.commit(
        repository,
        "kata-compose.yaml",
        "services:\n  web: {image: debian:trixie-slim, prots: []}\n");
    assertThat(server.push(repository, "it-b", "main").output()).contains("prots");
    server.git(repository, "rm", "-q", "kata-compose.yaml");
    server.commit(repository, "other", "");
    assertThat(server.push(repository, "it-b", "main").output())
        .contains("has no kata-compose.yaml at its top");
    assertThat(server.containers("it-b", "{{.ID}}")).isEqualTo(before);
    assertThat(folders("releases/it-b")).containsExactly("1", "1.json");
  }

  @Test
  void only_the_deploy_branch_deploys_and_one_push_deploys_once()
      throws IOException { // fault 3, fault 4, fault 5, R-4, R-5
    Path repository = server.repository("w", SLEEPER);
    server.git(repository, "branch", "other");
    Child first = server.push(repository, "it-c", "other", "main");
    assertThat(first.output()).containsOnlyOnce("Deploying").contains("branch other is kept");
    String running = server.git(repository, "rev-parse", "HEAD");
    server.git(repository, "checkout", "-q", "-b", "feature");
    server.commit(repository, "page.txt", "feature");
    server.git(repository, "tag", "-a", "-m", "one", "v1");
    Child push = server.push(repository, "it-c", "feature", "v1");
    assertThat(push.ok()).isTrue();
    assertThat(push.output()).contains("not deployed").doesNotContain("Deploying");
    assertThat(server.push(repository, "it-c", ":feature").ok()).isTrue();
    Child deletion = server.push(repository, "it-c", ":main");
    assertThat(deletion.ok()).as(deletion.output()).isTrue();
    assertThat(Files.readString(server.root().resolve("app/it-c/.git/HEAD")).strip())
        .isEqualTo(running);
    assertThat(server.containers("it-c", "{{.State}}")).containsOnly("running");
  }

  @Test
  void a_repository_made_by_hand_gets_its_hook() throws IOException { // fault 6
    server.git(server.root(), "init", "-q", "--bare", server.root() + "/repos/it-d");
    Path repository = server.repository("w", SLEEPER);
    assertThat(server.push(repository, "it-d", "main").output()).contains("success: it-d is live");
  }

  @Test
  void a_crash_at_start_brings_the_old_release_back() throws IOException {
    Path repository = server.repository("w", SLEEPER);
    server.push(repository, "it-e", "main");
    server.commit(
        repository,
        "kata-compose.yaml",
        SLEEPER.replaceFirst("sleep infinity", "sh -c 'echo the reason; exit 3'"));
    Child push = server.push(repository, "it-e", "main");
    assertThat(push.ok()).isFalse();
    assertThat(push.output())
        .contains("| the reason")
        .contains("service 'web'")
        .contains("release 1 serves again");
    assertThat(server.containers("it-e", "{{.State}}")).containsOnly("running").hasSize(2);
    String revision = server.git(repository, "rev-parse", "--short=7", "HEAD");
    assertThat(folders("logs/it-e")).hasSize(2);
    assertThat(log("it-e", revision)) // fault 30
        .contains("-----> Deploying it-e at " + revision)
        .contains("| the reason")
        .contains("error: service 'web'");
    server.commit(repository, "kata-compose.yaml", SLEEPER);
    assertThat(server.push(repository, "it-e", "main").ok()).isTrue();
  }

  @Test
  void variables_reach_the_process_byte_for_byte()
      throws IOException { // fault 17, fault 19, fault 20, R-29
    Path config = Files.createDirectories(server.root().resolve("config/it-f"));
    Files.writeString(
        config.resolve("ENV"),
        """
        HASH='$2a$14$abcDEF.x'
        export SPACED="a b  c"
        # A=1
        UMLAUT=äöü€
        TWO="l1\\nl2"
        QUOTES='say "hi"'
        PASS=pa$sword$5x
        """);
    Path repository = server.repository("w", SLEEPER);
    Child push = server.push(repository, "it-f", "main");
    assertThat(push.output()).doesNotContain("abcDEF").doesNotContain("sword");
    String env = server.docker("inspect", "it-f-db-1", "--format", "{{json .Config.Env}}").output();
    assertThat(env)
        .contains("\"HASH=$2a$14$abcDEF.x\"")
        .contains("\"SPACED=a b  c\"")
        .contains("\"UMLAUT=äöü€\"")
        .contains("\"TWO=l1\\nl2\"")
        .contains("\"QUOTES=say \\\"hi\\\"\"")
        .contains("\"PASS=pa$sword$5x\"")
        .contains("\"ROLE=database\"")
        .contains("\"DATA_ROOT=" + server.root().resolve("data/it-f"))
        .doesNotContain("# A");
    Path generated = server.root().resolve("app/it-f/.docker-compose.yaml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(generated)))
        .isEqualTo("rw-------"); // fault 32
  }

  @Test
  void restart_applies_changed_variables_and_starts_a_folder_put_there_by_hand()
      throws IOException { // fault 14
    Path app = Files.createDirectories(server.root().resolve("app/it-g"));
    Files.writeString(app.resolve("kata-compose.yaml"), SLEEPER);
    Files.writeString(app.resolve("page.txt"), "by hand");
    Child restart = server.kata("restart", "it-g");
    assertThat(restart.ok()).as(restart.output()).isTrue();
    assertThat(inWeb("it-g", "cat", "/app/page.txt")).isEqualTo("by hand");
    Files.writeString(server.root().resolve("config/it-g/ENV"), "COLOR=blue\n");
    assertThat(server.kata("restart", "it-g").ok()).isTrue();
    assertThat(inWeb("it-g", "printenv", "COLOR")).isEqualTo("blue");

    Path repository = server.repository("w", SLEEPER);
    assertThat(server.push(repository, "it-g", "main").ok()).isTrue();
    assertThat(Files.isSymbolicLink(app)).isTrue();
    assertThat(Files.readString(server.root().resolve("releases/it-g/taken-over/page.txt")))
        .isEqualTo("by hand");
  }

  @Test
  void the_hook_can_be_fed_by_hand_and_refuses_what_is_not_there()
      throws IOException { // fault 7, fault 13
    String zero = "0".repeat(40);
    Path repository = server.repository("w", SLEEPER);
    assertThat(server.push(repository, "it-h", "main").ok()).isTrue();
    String head = server.git(repository, "rev-parse", "HEAD");
    assertThat(hook("it-h", zero + " " + head + " refs/heads/main").status()).isZero();
    assertThat(folders("releases/it-h")).contains("2");
    Child unknown = hook("it-h", zero + " " + "1".repeat(40) + " refs/heads/main");
    assertThat(unknown.status()).isEqualTo(3);
    assertThat(unknown.output()).contains("is not in the repository");
    assertThat(hook("it-h", zero + " $(touch${IFS}x) refs/heads/main").status()).isEqualTo(3);
    assertThat(hook("nosuch", zero + " " + head + " refs/heads/main").status()).isEqualTo(3);
  }

  @Test
  void rm_keeps_data_and_volumes_unless_told_to_wipe()
      throws IOException { // fault 60, fault 61, fault 63
    Path repository = server.repository("w", SLEEPER);
    server.push(repository, "it-i", "main");
    assertThat(
            server
                .docker("inspect", "it-i-web-1", "--format", "{{.HostConfig.RestartPolicy.Name}}")
                .output()
                .strip())
        .isEqualTo("unless-stopped");
    Files.writeString(server.root().resolve("data/it-i/kept.txt"), "precious");
    Files.delete(server.root().resolve("app/it-i/kata-compose.yaml"));
    assertThat(server.kata("rm", "-f", "it-i").ok()).isTrue();
    assertThat(server.containers("it-i", "{{.ID}}")).isEmpty();
    assertThat(volumes("it-i")).containsExactly("it-i_kept");
    assertThat(Files.readString(server.root().resolve("data/it-i/kept.txt"))).isEqualTo("precious");
    assertThat(server.kata("rm", "-f", "it-i").status()).isEqualTo(3);

    server.commit(repository, "kata-compose.yaml", SLEEPER);
    server.push(repository, "it-i", "main");
    assertThat(server.kata("rm", "-f", "-w", "it-i").ok()).isTrue();
    assertThat(volumes("it-i")).isEmpty();
    assertThat(server.root().resolve("data/it-i")).doesNotExist();
  }

  @Test
  void an_earlier_release_comes_back_with_its_environment() throws IOException {
    Path repository = server.repository("w", SLEEPER);
    Path env = Files.createDirectories(server.root().resolve("config/it-m")).resolve("ENV");
    Files.writeString(env, "COLOR=red\n");
    server.commit(repository, "page.txt", "one");
    assertThat(server.push(repository, "it-m", "main").ok()).isTrue();
    Files.writeString(env, "COLOR=blue\n");
    server.commit(repository, "page.txt", "two");
    assertThat(server.push(repository, "it-m", "main").ok()).isTrue();
    assertThat(server.kata("rollback", "it-m", "3").output())
        .contains("error: there is no release 3 to restore", "kata keeps release 1");

    Child back = server.kata("rollback", "it-m");
    assertThat(back.ok()).as(back.output()).isTrue();
    assertThat(inWeb("it-m", "cat", "/app/page.txt")).isEqualTo("one");
    assertThat(inWeb("it-m", "printenv", "COLOR")).isEqualTo("red");
    assertThat(server.kata("releases", "it-m").output())
        .containsPattern("(?m)^\\*1 .* compose$")
        .containsPattern("(?m)^ 2 .* compose$");

    Child again = server.kata("deploy", "it-m");
    assertThat(again.ok()).as(again.output()).isTrue();
    assertThat(again.output()).contains("release 3");
    assertThat(inWeb("it-m", "cat", "/app/page.txt")).isEqualTo("two");
    assertThat(inWeb("it-m", "printenv", "COLOR")).isEqualTo("blue");
    assertThat(server.kata("deploy", "it-n").status()).isEqualTo(3);
  }

  @Test
  void files_the_app_wrote_into_its_code_go_on_and_come_back() throws IOException {
    Path repository = server.repository("w", SLEEPER);
    server.commit(repository, "page.txt", "one");
    assertThat(server.push(repository, "it-o", "main").ok()).isTrue();
    inWeb("it-o", "sh", "-c", "mkdir /app/up; echo mine >/app/up/a; echo changed >/app/page.txt");
    server.commit(
        repository,
        "kata-compose.yaml",
        SLEEPER.replaceFirst("sleep infinity", "sh -c 'echo again >/app/up/a; exit 3'"));
    assertThat(server.push(repository, "it-o", "main").output()).contains("serves again");
    assertThat(inWeb("it-o", "cat", "/app/up/a")).isEqualTo("again");

    server.commit(repository, "kata-compose.yaml", SLEEPER);
    server.commit(repository, "page.txt", "two");
    Child push = server.push(repository, "it-o", "main");
    assertThat(push.ok()).as(push.output()).isTrue();
    assertThat(push.output()).contains("Taking 1 files that the app wrote into its code");
    assertThat(inWeb("it-o", "cat", "/app/up/a", "/app/page.txt")).isEqualTo("again\ntwo");
    assertThat(server.root().resolve("releases/it-o/1/up/a")).doesNotExist();
    assertThat(server.root().resolve("releases/it-o/1/page.txt")).hasContent("changed");

    assertThat(server.kata("rollback", "it-o").ok()).isTrue();
    assertThat(inWeb("it-o", "cat", "/app/up/a", "/app/page.txt")).isEqualTo("again\nchanged");
  }

  @Test
  void whatever_changes_an_app_waits_for_its_turn() throws IOException {
    Path repository = server.repository("w", SLEEPER);
    assertThat(server.push(repository, "it-p", "main").ok()).isTrue();
    Files.writeString(server.root().resolve(".kata/settings.env"), "KATA_LOCK_TIMEOUT=0\n");
    List<String> before = server.containers("it-p", "{{.ID}} {{.State}}");
    AppHome app = new KataHome(server.root()).app(new AppName("it-p"));
    Duration none = Duration.ZERO;
    try (HeldLock held = HeldLock.take(app.lock(), "a test", none, Progress.silent())) {
      for (String command :
          List.of("deploy it-p", "restart it-p", "stop it-p", "rollback it-p", "rm -f it-p")) {
        Child child = server.kata(command.split(" ", -1));
        assertThat(child.status()).as(command).isEqualTo(4);
        assertThat(child.output()).contains("app 'it-p' is held by another command (a test, ");
      }
      assertThat(server.kata("mode", "it-p", "swarm").status()).isEqualTo(4);
      assertThat(server.kata("boot").output()).contains("is held by another command");
      server.commit(repository, "page.txt", "two");
      assertThat(server.push(repository, "it-p", "main").ok()).isFalse();
    }
    assertThat(server.containers("it-p", "{{.ID}} {{.State}}")).isEqualTo(before);
    assertThat(server.kata("deploy", "it-p").ok()).isTrue();
    assertThat(inWeb("it-p", "cat", "/app/page.txt")).isEqualTo("two");
  }

  @Test
  void stop_keeps_the_containers() throws IOException { // fault 62
    Path repository = server.repository("w", SLEEPER);
    server.push(repository, "it-j", "main");
    List<String> before = server.containers("it-j", "{{.ID}}");
    assertThat(server.kata("stop", "it-j").ok()).isTrue();
    assertThat(server.containers("it-j", "{{.State}}")).containsOnly("exited");
    assertThat(server.containers("it-j", "{{.ID}}")).isEqualTo(before);
    assertThat(server.kata("ls").output()).isEqualTo(" it-j\n");
  }

  @Test
  void a_name_that_differs_in_case_only_is_refused() throws IOException { // fault 11
    Path repository = server.repository("w", SLEEPER);
    server.push(repository, "it-k", "main");
    Child push = server.push(repository, "It-K", "main");
    assertThat(push.ok()).isFalse();
    assertThat(push.output()).contains("cannot exist beside app 'it-k'");
    assertThat(server.push(repository, "app.one", "main").output()).contains("is not an app name");
  }

  @Test
  void a_push_without_caddy_for_an_app_with_a_route_fails_before_it_starts()
      throws IOException { // fault 48
    Path repository =
        server.repository("w", SLEEPER + "caddy: {listen: [\":18099\"], routes: []}\n");
    Child push = server.push(repository, "it-l", "main");
    assertThat(push.ok()).isFalse();
    assertThat(push.output())
        .contains("cannot reach Caddy")
        .contains("`kata deploy it-l` tries this commit again; nothing was started");
    assertThat(server.containers("it-l", "{{.ID}}")).isEmpty();
  }

  private Child hook(String app, String line) throws IOException {
    Path input = Files.writeString(folder.resolve("line"), line + "\n");
    return server.kata(input, "git-hook", app);
  }

  private String inWeb(String app, String... command) {
    String[] argv = new String[command.length + 2];
    argv[0] = "exec";
    argv[1] = app + "-web-1";
    System.arraycopy(command, 0, argv, 2, command.length);
    return server.docker(argv).output().strip();
  }

  private List<String> volumes(String app) {
    return server
        .docker("volume", "ls", "--quiet", "--filter", "label=com.docker.compose.project=" + app)
        .output()
        .lines()
        .toList();
  }

  private List<String> folders(String path) throws IOException {
    try (var entries = Files.list(server.root().resolve(path))) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  private String log(String app, String revision) throws IOException {
    Path logs = server.root().resolve("logs").resolve(app);
    try (var files = Files.newDirectoryStream(logs, "deploy-*-" + revision + ".log")) {
      return Files.readString(files.iterator().next());
    }
  }

  private static String line(List<String> lines, String start) {
    return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElse("");
  }
}
