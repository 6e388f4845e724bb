package kata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kata.testing.Child;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command line that the README of kata.py documents, typed on a fresh server. What came out
 * is on record in {@code docs/transcript.md}. Run with {@code -Dkata.golden.write=true} to write it
 * again; then read it before you commit it.
 */
final class SeedSessionIT {
  private static final Path RECORD = Path.of("docs/transcript.md");
  private static final boolean WRITE = Boolean.getBoolean("kata.golden.write");
  private static final String DATE = "2026-01-01T00:00:00Z";
  private static final String BEGINNING =
      """
      # Transcript

      Every command line that the README of kata.py documents, typed on a fresh Debian 13 server with kata, and its output.
      None of them fails. The test `SeedSessionIT` types them again and compares; ids, times, versions and hashes are
      made neutral.
      """;
  private static final String FILE =
      """
      environment:
        GREETING: hello

      services:
        web:
          image: debian:trixie-slim
          command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.2; done"]

      caddy:
        listen: [":8090"]
        routes:
          - handle: [{handler: static_response, body: $GREETING}]
      """;

  @TempDir Path folder;

  @Test
  void every_documented_line_works() throws IOException { // fault 52, fault 54, fault 57, fault 67
    try (Server server = new Server("trixie", folder)) {
      prepare(server);
      Transcript session = new Transcript(server, BEGINNING);
      setUp(session);
      deploy(server, session);
      look(session);
      modesAndSecrets(session);
      lifecycle(session);
      update(server, session);
      compare(session.text());
    }
  }

  /** What is on any server and laptop: an identity for git, and files to read. */
  private void prepare(Server server) {
    server.kata("sed 's/ [^ ]*$/ ann@laptop/' /tmp/laptop.pub > laptop.pub");
    server.kata("printf 'a key\\n' > tls.key");
    server.kata(
        "git config --global user.name Ann; git config --global user.email ann@example.org");
    server.kata(
        "echo 'export GIT_AUTHOR_DATE=%1$s GIT_COMMITTER_DATE=%1$s' >> .profile".formatted(DATE));
    server.kata(
        "mkdir -p .ssh && ssh-keygen -q -t ed25519 -N '' -C kata@server -f .ssh/id_ed25519");
    server.kata("printf 'StrictHostKeyChecking no\\nLogLevel ERROR\\n' > .ssh/config");
  }

  private static void setUp(Transcript session) {
    session.section("Set up");
    session.kata("kata setup");
    session.kata("kata setup:ssh laptop.pub");
    session.kata("kata setup:ssh - < .ssh/id_ed25519.pub");
    session.kata("kata help");
  }

  private void deploy(Server server, Transcript session) throws IOException {
    session.section("Git deployment");
    session.note("From a laptop. Its folder holds one file:");
    Path app = Files.createDirectories(folder.resolve("hello"));
    Files.writeString(app.resolve("kata-compose.yaml"), FILE);
    session.laptop("cat kata-compose.yaml", git(app, "cat", "kata-compose.yaml"));
    Stream.of("init --quiet --initial-branch=main", "add --all", "commit --quiet --message first")
        .map(words -> git(app, ("git " + words).split(" ", -1)))
        .forEach(child -> assertThat(child.ok()).as(child.output()).isTrue());
    session.laptop("git push kata@server:hello main", server.push(new Repository(app), "hello"));
    session.laptop("ssh kata@server ls", server.ssh("ls"));
    session.note("On the server, over SSH too:");
    session.kata("git clone --quiet kata@localhost:hello work");
    session.cd("~/work");
    session.kata("sed -i 's/hello/good morning/' kata-compose.yaml");
    session.kata("git commit --quiet --all --message second");
    session.kata("git push kata@localhost:hello main");
    session.kata("curl -s http://localhost:8090/");
    session.note("By hand, with a commit that the repository has:");
    session.kata(
        "echo \"0000000000000000000000000000000000000000 $(git rev-parse HEAD) refs/heads/main\""
            + " | kata git-hook hello");
    session.cd("~");
  }

  private static void look(Transcript session) {
    session.section("Look");
    session.kata("kata ls");
    session.kata("kata ps hello");
    session.kata("kata docker:services hello");
    session.kata("kata docker ps");
    session.kata("kata run hello cat /proc/1/comm");
    session.kata("kata config:stack hello");
    session.kata("kata config:docker hello");
    session.section("Troubleshooting Caddy");
    session.kata("kata config:caddy hello");
    session.note(
        "The README writes the address without the slash at its end. Caddy answers that with a redirect, which\n"
            + "`curl` follows with `-L` only, and `jq` gets nothing to show.");
    session.kata("curl -s http://localhost:2019/config/ | jq '.'");
    session.note("For `http_basic`:");
    session.kata("caddy hash-password --algorithm bcrypt --plaintext 'secret'");
  }

  private static void modesAndSecrets(Transcript session) {
    session.section("Compose and Swarm");
    session.kata("kata mode hello");
    session.note("Without a Swarm there are no secrets:");
    session.kata("kata secrets:ls || echo \"status $?\"");
    session.kata("docker swarm init --advertise-addr 127.0.0.1");
    session.kata("kata mode hello");
    session.kata("kata mode hello swarm");
    session.kata("kata mode hello");
    session.kata("kata ls");
    session.kata("kata ps hello");
    session.kata("kata docker:services hello");
    session.kata("kata run hello cat /proc/1/comm");
    session.section("Secrets");
    session.kata("kata secrets:set MODE=test");
    session.kata("kata secrets:set TLS_KEY=@tls.key");
    session.kata("printf %s s3cret | kata secrets:set PASSWORD=-");
    session.note(
        "A name alone asks, where somebody sits at a terminal; else it reads standard input:");
    session.kata("printf %s s3cret | kata secrets:set TOKEN");
    session.kata("kata secrets:set MODE=live");
    session.kata("kata secrets:ls");
    session.kata("kata secrets:rm MODE");
    session.kata("kata secrets:ls");
  }

  private static void lifecycle(Transcript session) {
    session.section("Lifecycle");
    session.kata("kata restart hello");
    session.kata("kata stop hello");
    session.kata("kata ls");
    session.kata("kata restart hello");
    session.kata("kata mode hello compose");
    session.kata("kata restart hello");
    session.kata("kata stop hello");
    session.kata("kata ls");
    session.note("`rm` asks for the name of the app, unless it is forced:");
    session.kata("kata rm -f hello");
    session.kata("kata ls");
  }

  /** A folder of the server itself stands for the web server that new versions are published on. */
  private void update(Server server, Transcript session) throws IOException {
    byte[] other = Files.readAllBytes(Path.of(System.getProperty("kata.file", "target/kata")));
    byte[] comment = "# KATA:".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(comment, 0, other, "#!/bin/sh\n".length(), comment.length);
    server.root("mkdir", "/srv/kata");
    server.copy(Files.write(folder.resolve("kata"), other), "/srv/kata/kata");
    server.root("sh", "-c", "cd /srv/kata && sha256sum kata > kata.sha256");
    server.root(
        "sh",
        "-c",
        "setsid caddy file-server --root /srv/kata --listen 127.0.0.1:8099 >/dev/null 2>&1 &");
    server.root(
        "curl",
        "-sS",
        "--retry",
        "20",
        "--retry-connrefused",
        "--retry-delay",
        "1",
        "--fail",
        "http://127.0.0.1:8099/kata.sha256");
    session.section("Update");
    session.root("KATA_UPDATE_URL=http://127.0.0.1:8099 kata update");
    session.root("KATA_UPDATE_URL=http://127.0.0.1:8099 kata update");
  }

  private static void compare(String page) throws IOException {
    if (WRITE) {
      Files.writeString(RECORD, page);
    }
    assertThat(page).isEqualTo(Files.readString(RECORD));
  }

  private static Child git(Path folder, String... argv) {
    Map<String, String> env =
        Map.of(
            "GIT_AUTHOR_NAME", "Ann",
            "GIT_AUTHOR_EMAIL", "ann@example.org",
            "GIT_COMMITTER_NAME", "Ann",
            "GIT_COMMITTER_EMAIL", "ann@example.org",
            "GIT_AUTHOR_DATE", DATE,
            "GIT_COMMITTER_DATE", DATE);
    return Child.run(folder, env, List.of(argv));
  }
}
