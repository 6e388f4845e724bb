package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kata.testing.Child;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Real pushes of apps with a runtime on a real Docker. The base image has stand-ins for the package
 * managers, see src/test/resources/stand-ins; WholeServerIT has the real ones.
 */
@ResourceLock("the images of runtimes on this machine")
class RuntimeIT {
  private static final String BASE = "kata-it/stand-ins:one";
  private static final String OTHER_BASE = "kata-it/stand-ins:two";
  private static final List<String> REPOSITORIES = List.of("kata/python", "kata/nodejs");
  private static final String PYTHON =
      """
      services:
        web:
          runtime: python
          init: true
      """;
  private static final String NODEJS =
      """
      services:
        web:
          runtime: nodejs
          init: true
          command: sleep infinity
      """;

  private static final Map<String, String> LATEST = new TreeMap<>();

  @TempDir Path folder;
  private KataServer server;

  @BeforeAll
  static void makeBase() {
    removeImages(""); // of a run that was killed
    for (String repository : REPOSITORIES) {
      String id = docker("images", "--quiet", "--no-trunc", repository + ":latest").strip();
      if (!id.isEmpty()) {
        LATEST.put(repository + ":latest", id);
      }
    }
    docker("build", "--quiet", "--tag", BASE, "src/test/resources/stand-ins");
    docker("tag", BASE, OTHER_BASE);
  }

  @AfterAll
  static void removeImages() {
    removeImages("");
    LATEST.forEach((image, id) -> docker("tag", id, image));
  }

  @BeforeEach
  void start() throws IOException {
    server = new KataServer(folder, "localhost:1"); // no Caddy: these apps have no route
    useBase(BASE);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void an_image_is_built_for_each_dockerfile_before_all_eyes()
      throws IOException { // fault 35, fault 36, fault 37
    removeImages("kata/");
    Path repository = server.repository("w", PYTHON);
    Child first = server.push(repository, "it-ra", "main");
    assertThat(first.ok()).as(first.output()).isTrue();
    String image = image("it-ra");
    assertThat(image).matches("kata/python:[0-9a-f]{12}");
    assertThat(first.output())
        .contains("Building the image " + image)
        .containsPattern("FROM \\S*" + BASE); // docker's own words
    assertThat(server.docker("inspect", "it-ra-web-1", "--format", "{{json .Config.Cmd}}").output())
        .isEqualTo("[\"python\",\"-m\",\"app\"]\n");
    assertThat(server.docker("logs", "it-ra-web-1").output()).isEqualTo("module app runs\n");

    useBase(OTHER_BASE);
    server.commit(repository, "app.py", "new code");
    assertThat(server.push(repository, "it-ra", "main").output()).contains("Building the image");
    assertThat(image("it-ra")).matches("kata/python:[0-9a-f]{12}").isNotEqualTo(image);
  }

  @Test
  void without_a_file_of_dependencies_nothing_is_installed() throws IOException { // fault 34
    for (String compose : List.of(PYTHON, NODEJS)) {
      Path repository = server.repository("w" + compose.length(), compose);
      Child push = server.push(repository, "it-rb", "+main");
      assertThat(push.ok()).as(push.output()).isTrue();
      assertThat(push.output()).doesNotContain("pip was told").doesNotContain("npm was told");
      assertThat(server.containers("it-rb", "{{.State}}")).containsExactly("running");
    }
  }

  @Test
  void a_failed_install_fails_the_push_and_the_old_release_serves()
      throws IOException { // fault 2, fault 34
    Path repository = server.repository("w", PYTHON);
    server.commit(repository, "requirements.txt", "flask==3.1\n");
    assertThat(server.push(repository, "it-rc", "main").ok()).isTrue();
    List<String> before = server.containers("it-rc", "{{.ID}} {{.State}}");
    server.commit(repository, "requirements.txt", "no-such-package\n");
    Child broken = server.push(repository, "it-rc", "main");
    assertThat(broken.ok()).isFalse();
    assertThat(broken.output())
        .contains("No matching distribution found")
        .contains("error: installing dependencies failed")
        .contains("`/venv/bin/pip install -r requirements.txt` exited with 7")
        .contains(
            "`kata deploy it-rc` tries this commit again; nothing was changed: release 1 still serves");
    assertThat(server.containers("it-rc", "{{.ID}} {{.State}}")).isEqualTo(before);
    // What the failed install left is not taken for a good one.
    String line = server.git(repository, "rev-parse", "HEAD") + " refs/heads/main\n";
    Path hook = Files.writeString(folder.resolve("line"), "0".repeat(40) + " " + line);
    assertThat(server.kata(hook, "git-hook", "it-rc").output()).contains("exited with 7");
  }

  @Test
  void an_install_sees_the_variables_of_the_app_and_none_of_the_server()
      throws IOException { // fault 33
    Path config = Files.createDirectories(server.root().resolve("config/it-rd"));
    Files.writeString(
        config.resolve("ENV"),
        "PIP_INDEX_URL='https://me:pa$sword@pypi.example.org/simple'\nODD='a \"b\"  $c'\n");
    Path repository =
        server.repository("w", PYTHON + "environment: {SSL_CERT_FILE: $CONFIG_ROOT/ca.crt}\n");
    server.commit(repository, "requirements.txt", "flask\n");
    Child push = server.push(repository, "it-rd", "main");
    assertThat(push.output()).contains("pip was told: install -r").doesNotContain("sword");
    List<String> seen = Files.readAllLines(onlyEnv("it-rd").resolve("seen"));
    assertThat(seen)
        .contains("PIP_INDEX_URL=https://me:pa$sword@pypi.example.org/simple")
        .contains("ODD=a \"b\"  $c")
        .contains("SSL_CERT_FILE=" + config + "/ca.crt")
        .contains("DATA_ROOT=" + server.root().resolve("data/it-rd"))
        .contains("CACHE_ROOT=" + server.root().resolve("cache/it-rd")) // fault 16
        .contains("HOME=/tmp")
        .contains("requirements.txt", "bin") // in $APP_ROOT and in $ENV_ROOT
        .anyMatch(line -> line.startsWith("deploy-")) // in $LOG_ROOT
        .anyMatch(line -> line.startsWith("PATH=/venv/bin:"))
        .noneMatch(line -> line.matches("(KATA_|GIT_(?!ROOT)|SSH_).*"));
  }

  @Test
  void changed_dependencies_get_a_folder_of_their_own() throws IOException { // fault 39
    Path repository = server.repository("w", PYTHON);
    server.commit(repository, "requirements.txt", "flask==1\n");
    Child first = server.push(repository, "it-re", "main");
    assertThat(first.output()).contains("Installing dependencies of python");
    Path old = onlyEnv("it-re");
    assertThat(mounted("it-re", "/venv")).isEqualTo(old.toString());
    Map<String, FileTime> before = times(old);

    server.commit(repository, "requirements.txt", "flask==2\n");
    Child second = server.push(repository, "it-re", "main");
    assertThat(second.output())
        .contains("Installing dependencies of python")
        .doesNotContain("Building")
        .doesNotContainIgnoringCase("cleanup");
    assertThat(times(old)).isEqualTo(before);
    Path fresh = Path.of(mounted("it-re", "/venv"));
    assertThat(fresh).isNotEqualTo(old).hasParent(old.getParent());
    assertThat(fresh.resolve("installed")).hasContent("flask==2\n");

    server.commit(repository, "requirements.txt", "flask==1\n");
    Child third = server.push(repository, "it-re", "main");
    assertThat(third.output())
        .contains("Dependencies of python are unchanged")
        .doesNotContain("pip was told");
    assertThat(mounted("it-re", "/venv")).isEqualTo(old.toString());
    assertThat(times(old)).isEqualTo(before);

    for (int more = 4; more <= 7; more++) {
      assertThat(fresh).exists(); // release 2 is kept and could come back
      server.commit(repository, "page.txt", "release " + more);
      assertThat(server.push(repository, "it-re", "main").ok()).isTrue();
    }
    assertThat(onlyEnv("it-re")).isEqualTo(old);
  }

  @Test
  void modules_of_node_are_with_the_dependencies_and_beside_the_code()
      throws IOException { // fault 38
    Path repository = server.repository("w", NODEJS);
    server.commit(repository, "package.json", "{}");
    server.commit(repository, "package-lock.json", "{}");
    Child push = server.push(repository, "it-rf", "main");
    assertThat(push.output()).contains("npm was told: ci");
    Path module = onlyEnv("it-rf").resolve("node_modules/ms/index.js");
    assertThat(module).hasContent("ms by npm ci\n");
    assertThat(Files.getAttribute(module, "unix:uid")).isEqualTo(uid());
    assertThat(server.root().resolve("releases/it-rf/1/node_modules")).isEmptyDirectory();
    for (String place : List.of("/app", "/venv", "$APP_ROOT", "$ENV_ROOT")) {
      assertThat(inWeb("it-rf", "cat " + place + "/node_modules/ms/index.js"))
          .as(place)
          .isEqualTo("ms by npm ci");
    }
  }

  @Test
  void the_folders_of_an_app_are_one_path_inside_and_outside()
      throws IOException { // fault 28, fault 29, fault 30
    Path repository = server.repository("w", PYTHON);
    Child push = server.push(repository, "it-rg", "main");
    assertThat(push.ok()).as(push.output()).isTrue();
    for (String name : List.of("data", "config", "logs", "cache")) {
      Path outside = server.root().resolve(name).resolve("it-rg");
      assertThat(Files.getAttribute(outside, "unix:uid")).as(name).isEqualTo(uid());
      String root = name.equals("logs") ? "LOG_ROOT" : name.toUpperCase(Locale.ROOT) + "_ROOT";
      assertThat(inWeb("it-rg", "echo written > $%s/by-app && echo $%s".formatted(root, root)))
          .isEqualTo(outside.toString());
      assertThat(outside.resolve("by-app")).hasContent("written\n");
      assertThat(Files.getAttribute(outside.resolve("by-app"), "unix:uid")).isEqualTo(uid());
    }
    assertThat(inWeb("it-rg", "cat $APP_ROOT/kata-compose.yaml")).isEqualTo(PYTHON.strip());
    assertThat(inWeb("it-rg", "cat /data/by-app /config/by-app")).isEqualTo("written\nwritten");
    assertThat(inWeb("it-rg", "id -u")).isEqualTo(uid().toString());
    assertThat(inWeb("it-rg", "ls -d $GIT_ROOT 2>&1")).contains("No such file");
    // The story of the deploy is there to be read by the app and by the operator.
    assertThat(inWeb("it-rg", "cat $LOG_ROOT/deploy-*.log"))
        .contains("-----> Deploying it-rg at ")
        .contains("success: it-rg is live at ");
  }

  @Test
  void rm_needs_neither_the_runtime_nor_its_image() throws IOException { // fault 40, fault 61
    Path repository = server.repository("w", PYTHON);
    assertThat(server.push(repository, "it-rh", "main").ok()).isTrue();
    String image = image("it-rh");
    assertThat(server.kata("stop", "it-rh").ok()).isTrue();
    removeImages("kata/python:");
    Path code = server.root().resolve("app/it-rh");
    for (String file : List.of("kata-compose.yaml", ".docker-compose.yaml")) {
      String text = Files.readString(code.resolve(file));
      Files.writeString(code.resolve(file), text.replace("runtime: python", "runtime: cobol"));
    }
    String since = Long.toString(Instant.now().getEpochSecond());
    Child rm = server.kata("rm", "-f", "-w", "it-rh");
    assertThat(rm.status()).as(rm.output()).isZero();
    assertThat(server.containers("it-rh", "{{.ID}}")).isEmpty();
    assertThat(code).doesNotExist();
    assertThat(images()).doesNotContain(image);
    String until = Long.toString(Instant.now().getEpochSecond() + 1);
    assertThat(
            server
                .docker("events", "--since", since, "--until", until, "--filter", "event=pull")
                .output())
        .doesNotContain("kata/python");
  }

  private void useBase(String base) throws IOException {
    Path settings = Files.createDirectories(server.root().resolve(".kata"));
    Files.writeString(settings.resolve("settings.env"), "KATA_BASE_IMAGE=" + base + "\n");
  }

  private String image(String app) {
    return server
        .docker("inspect", app + "-web-1", "--format", "{{.Config.Image}}")
        .output()
        .strip();
  }

  private String mounted(String app, String target) {
    String format = "{{range .Mounts}}{{if eq .Destination \"%s\"}}{{.Source}}{{end}}{{end}}";
    return server
        .docker("inspect", app + "-web-1", "--format", format.formatted(target))
        .output()
        .strip();
  }

  private String inWeb(String app, String line) {
    return server.docker("exec", app + "-web-1", "sh", "-c", line).output().strip();
  }

  private Path onlyEnv(String app) throws IOException {
    try (Stream<Path> folders = Files.list(server.root().resolve("envs").resolve(app))) {
      List<Path> found = folders.toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private static Map<String, FileTime> times(Path folder) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        times.put(folder.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private static Object uid() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Returns the names of the images with the stand-ins, and of those built on them. */
  private static List<String> images() {
    return docker(
            "images",
            "--filter",
            "label=kata.test=stand-ins",
            "--format",
            "{{.Repository}}:{{.Tag}}")
        .lines()
        .filter(image -> !image.contains("<none>"))
        .toList();
  }

  private static void removeImages(String start) {
    images().stream()
        .filter(image -> image.startsWith(start))
        .forEach(image -> docker("rmi", "--force", image));
  }

  private static String docker(String... arguments) {
    List<String> argv = Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList();
    Child child = Child.run(Path.of("").toAbsolutePath(), Map.of(), argv);
    assertThat(child.ok()).as(child.output()).isTrue();
    return child.output();
  }
}
