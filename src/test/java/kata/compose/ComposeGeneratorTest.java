package kata.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kata.compose.ComposeGenerator.Generated;
import kata.env.Env;
import kata.testing.Samples;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import kata.yaml.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ComposeGeneratorTest {
  private static final String WEB = "services:\n  web:\n    image: example\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mode: 0440",
        "restart: no",
        "restart: \"no\"",
        "init: true",
        "port: 22:22",
        "cpus: 1.10",
        "a: 1_000",
        "a: 0o755",
        "a: 2024-01-02",
        "a: ~",
        "a:",
        "a: yes",
        "a: .inf",
        "a: 08",
        "a: =",
        "a: \"8000\"",
        "a: -1",
        "a: 1e3",
        "a: two words",
        "1: 2",
        "a: x:y",
        "a: <<",
        "y: n"
      })
  void what_kata_does_not_interpret_passes_token_for_token(String line) { // fault 24
    assertThat(Shop.generate(WEB + "    " + line + "\n").text()).contains("\n    " + line + "\n");
  }

  @Test
  void the_rest_of_the_file_passes_and_the_additions_do_not() {
    Generated generated =
        Shop.generate(
            """
            version: "3.8"
            name: shop
            x-kata-mode: compose
            environment: {A: b}
            caddy: {listen: [":80"]}
            app: old
            networks: {inner: {internal: true}}
            secrets: {s: {file: ./s}}
            services: {web: {image: example, healthcheck: {test: [CMD, "true"]}}}
            """);
    assertThat(((Mapping) YamlReader.read("g", generated.text())).members())
        .containsOnlyKeys("name", "networks", "secrets", "services");
    assertThat(generated.text())
        .contains("internal: true\n")
        .contains("- CMD\n")
        .contains("- \"true\"\n");
    assertThat(generated.warnings()).hasSize(1).first().asString().contains("'app' is ignored");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "$PORT -> 8000",
        "\"$PORT\" -> \"8000\"",
        "'''$PORT''' -> \"8000\"",
        "${PORT} -> 8000",
        "$FLAG -> true",
        "$MODE -> 0755",
        "$VERSION -> 1.10",
        "$NOTHING -> \"\"",
        "$WORD -> \"no\"",
        "$NULLISH -> \"null\"",
        "$TIME -> \"22:22\"",
        "127.0.0.1:$PORT:$PORT -> \"127.0.0.1:8000:8000\"",
        "1$PORT -> 18000",
        "${NO:-5} -> 5",
        "${NO:-a b} -> \"a b\"",
        "$INJECT -> \"a: b\\n- c #d\"",
        "a$$b -> \"a$$b\"",
        "$$PORT -> \"$$PORT\"",
        "$1 -> $$1",
        "$(x) -> $$(x)",
        "a$ -> a$$",
        "'''$DOLLAR''' -> \"pa$$sword$$5x\"",
      })
  void a_variable_is_put_in_and_typed_again_where_no_quotes_stand(
      String text, String written) { // fault 15
    Generated generated =
        Shop.generate(
            """
            environment:
              PORT: 8000
              FLAG: true
              MODE: 0755
              VERSION: 1.10
              NOTHING: ""
              WORD: no
              NULLISH: "null"
              TIME: 22:22
              INJECT: "a: b\\n- c #d"
              DOLLAR: pa$$sword$$5x
            """
                + WEB
                + "    a: %s\n".formatted(text));
    assertThat(generated.text()).contains("\n    a: %s\n".formatted(written));
  }

  @Test
  void keys_are_never_expanded() {
    assertThat(Shop.generate("environment: {A: x}\n" + WEB + "    x-$A: 1\n").text())
        .contains("\n    x-$A: 1\n");
  }

  @Test
  void a_name_that_is_not_set_is_empty_with_a_warning_that_names_its_place() {
    Generated generated = Shop.generate(WEB + "    command: run $NOBODY ${NOR:-x}\nx-a: $NOBODY\n");
    assertThat(Shop.text(generated, "services.web.command")).isEqualTo("run  x");
    assertThat(generated.warnings())
        .containsExactlyInAnyOrder(
            "kata-compose.yaml:4:14: NOBODY is not set, so it is empty",
            "kata-compose.yaml:5:6: NOBODY is not set, so it is empty");
  }

  @Test
  void a_malformed_reference_is_refused_with_its_place() {
    assertThat(Shop.refusal(() -> Shop.generate(WEB + "    command: run ${A\n")))
        .hasMessageStartingWith("kata-compose.yaml:4:14: invalid ${...}: ");
    assertThat(Shop.refusal(() -> Shop.generate(WEB + "    command: ${A:?say A}\n")))
        .hasMessage("kata-compose.yaml:4:14: A is not set: say A");
  }

  @Test
  void in_caddy_a_name_that_is_not_set_is_refused_by_name() { // fault 16
    String text = "caddy:\n  listen: [\":$PORT\"]\n";
    assertThat(Shop.refusal(() -> Shop.caddy(text, "")))
        .hasMessage("kata-compose.yaml:2:12: PORT is not set");
    assertThat(Shop.caddy(text, "PORT=80\n")).isEqualTo(Map.of("listen", List.of(":80")));
    assertThat(Shop.caddy("caddy: {a: \"${PORT:-81}\"}", "")).isEqualTo(Map.of("a", "81"));
  }

  @Test
  void caddy_gets_numbers_booleans_and_text() {
    assertThat(
            Shop.caddy(
                "caddy: {n: $PORT, t: \"$PORT\", b: $FLAG, e: \"\", d: a$$b, 1: x, o: 0755,"
                    + " y: yes, h: $HASH, u: '{http.request.uri}'}",
                "PORT=80\nFLAG=true\nHASH='$2a$14$abcDEF'\n"))
        .containsExactly(
            entry("n", BigInteger.valueOf(80)),
            entry("t", "80"),
            entry("b", true),
            entry("e", ""),
            entry("d", "a$b"),
            entry("1", "x"),
            entry("o", BigInteger.valueOf(493)),
            entry("y", "yes"),
            entry("h", "$2a$14$abcDEF"),
            entry("u", "{http.request.uri}"));
  }

  @Test
  void a_value_that_becomes_null_in_caddy_is_text() {
    assertThat(Shop.caddy("caddy: {a: $A, b: $B}", "A=\nB=null\n"))
        .isEqualTo(Map.of("a", "", "b", "null"));
  }

  @Test
  void every_service_sees_every_layer_with_or_without_a_command() { // fault 17
    Generated generated =
        Shop.generate(
            """
            environment: {TOP: top, BOTH: top, ALL: top}
            services:
              web: {image: example, environment: {ALL: own, REF: "$TOP-$BOTH-$LATER", LATER: z}}
              run: {image: example, command: go}
              py: {runtime: python}
            """,
            "BOTH=env\nALL=env\nONLY=env\n");
    assertThat(generated.warnings()).isEmpty();
    assertThat(Shop.environment(generated, "web"))
        .containsEntry("TOP", "top")
        .containsEntry("BOTH", "env")
        .containsEntry("ALL", "own")
        .containsEntry("ONLY", "env")
        .containsEntry("REF", "top-env-z")
        .containsEntry("PUID", "1000")
        .containsEntry("BIND_ADDRESS", "127.0.0.1")
        .containsEntry("DATA_ROOT", "/srv/kata/data/shop");
    for (String service : List.of("run", "py")) {
      assertThat(Shop.environment(generated, service))
          .containsEntry("ALL", "env")
          .containsEntry("GIT_ROOT", "/srv/kata/repos/shop")
          .doesNotContainKey("REF");
    }
  }

  @Test
  void values_keep_the_text_that_was_written() { // fault 23
    Generated generated =
        Shop.generate(
            "environment: {T: true, N: null, V: 1.10, M: 0755, O: no, K: , D: 2024-01-02}\n"
                + WEB
                + "    environment: [BARE, A=b=c, E=]\n");
    assertThat(Shop.environment(generated, "web"))
        .containsEntry("T", "true")
        .containsEntry("N", "")
        .containsEntry("V", "1.10")
        .containsEntry("M", "0755")
        .containsEntry("O", "no")
        .containsEntry("K", "")
        .containsEntry("D", "2024-01-02")
        .containsEntry("BARE", "")
        .containsEntry("A", "b=c")
        .containsEntry("E", "");
    ((Mapping) Shop.at(generated, "services.web.environment"))
        .members()
        .values()
        .forEach(member -> assertThat(((Scalar) member.value()).plain()).isFalse());
  }

  @Test
  void a_dollar_in_a_value_is_doubled_so_that_nothing_reads_it_again() { // fault 19
    Generated generated = Shop.generate(WEB, "P='pa$sword$5x'\nH='$2y$10$abc'\nD='$$'\n");
    assertThat(generated.text())
        .contains("P: \"pa$$sword$$5x\"\n")
        .contains("H: \"$$2y$$10$$abc\"\n")
        .contains("D: \"$$$$\"\n");
    assertThat(generated.warnings()).isEmpty();
  }

  @Test
  void any_value_reaches_the_process_unchanged() {
    Samples.check(
        200,
        random -> {
          String value = value(random);
          KataFile file = Shop.read(WEB + "    command: [\"$V\", $V]\n");
          Generated generated =
              ComposeGenerator.generate(
                  file, Env.of(Map.of("V", value)), Shop.placement(file.runtimes()));
          assertThat(Shop.environment(generated, "web")).isEqualTo(Map.of("V", value));
          assertThat(Shop.text(generated, "services.web.command.0").replace("$$", "$"))
              .isEqualTo(value);
          assertThat(Shop.text(generated, "services.web.command.1").replace("$$", "$"))
              .isEqualTo(value);
        });
  }

  private static String value(Random random) {
    return Samples.text(
        random,
        12,
        "$",
        "${",
        "}",
        "a",
        "'",
        "\"",
        "\\",
        "\n",
        "\r",
        " ",
        "\t",
        ": ",
        "- ",
        "#",
        "é",
        "型",
        "😀",
        "\u0085",
        "\u2028",
        "\u0007",
        "\uFEFF",
        "{",
        "[",
        "0",
        "x".repeat(200));
  }

  @Test
  void a_runtime_service_gets_image_user_and_volumes() { // fault 29, R-31
    Generated generated = Shop.generate("services: {web: {runtime: python, command: run}}");
    assertThat(Shop.text(generated, "services.web.image")).isEqualTo("kata/python:latest");
    assertThat(Shop.text(generated, "services.web.user")).isEqualTo("1000:1001");
    assertThat(Shop.has(generated, "services.web.runtime")).isFalse();
    assertThat(Shop.mounts(generated, "web")) // fault 28
        .containsExactly(
            Shop.CODE + " -> /app",
            "/srv/kata/config/shop -> /config",
            "/srv/kata/data/shop -> /data",
            Shop.PYTHON + " -> /venv",
            Shop.CODE + " -> /srv/kata/app/shop",
            Shop.PYTHON + " -> /srv/kata/envs/shop",
            "/srv/kata/config/shop -> /srv/kata/config/shop",
            "/srv/kata/data/shop -> /srv/kata/data/shop",
            "/srv/kata/logs/shop -> /srv/kata/logs/shop",
            "/srv/kata/cache/shop -> /srv/kata/cache/shop");
  }

  @Test
  void a_nodejs_service_finds_its_modules_beside_its_code() {
    assertThat(Shop.mounts(Shop.generate("services: {web: {runtime: nodejs}}"), "web"))
        .contains(
            Shop.NODE + "/node_modules -> /app/node_modules",
            Shop.NODE + "/node_modules -> /srv/kata/app/shop/node_modules");
  }

  @Test
  void a_user_that_the_service_sets_stays() {
    Generated generated = Shop.generate("services: {web: {runtime: python, user: \"0:0\"}}");
    assertThat(Shop.text(generated, "services.web.user")).isEqualTo("0:0");
    assertThat(Shop.has(Shop.generate(WEB), "services.web.user")).isFalse();
  }

  @Test
  void only_runtime_services_get_the_built_in_volumes() { // fault 27
    Generated generated = Shop.generate("services: {a: {image: x}, b: {build: .}}");
    assertThat(Shop.has(generated, "services.a.volumes")).isFalse();
    assertThat(Shop.has(generated, "services.b.volumes")).isFalse();
  }

  @Test
  void own_volumes_are_merged_with_the_built_in_ones() { // fault 26
    Generated generated =
        Shop.generate(
            """
            volumes: {cache: , data: {driver: local}}
            services:
              web:
                runtime: python
                volumes: [cache:/cache, ./x:/app/]
            """);
    assertThat(Shop.mounts(generated, "web"))
        .startsWith("cache:/cache", "./x:/app/", "/srv/kata/config/shop -> /config", "data:/data")
        .noneMatch(mount -> mount.endsWith("-> /app"));
    assertThat(((Mapping) Shop.at(generated, "volumes")).members())
        .containsOnlyKeys("cache", "data");
  }

  @Test
  void a_built_in_name_in_any_service_is_the_folder_of_this_release() {
    Generated generated =
        Shop.generate(
            """
            services:
              web: {runtime: python}
              a: {image: x, volumes: ["app:/usr/share:ro", "data:/var/lib", "/tmp"]}
              b:
                image: x
                volumes:
                  - {type: volume, source: venv, target: /v, volume: {nocopy: true}, read_only: true}
                  - {type: volume, source: mine, target: /m}
                  - {type: tmpfs, target: /t}
            """);
    assertThat(Shop.mounts(generated, "a"))
        .containsExactly(Shop.CODE + " -> /usr/share", "/srv/kata/data/shop -> /var/lib", "/tmp");
    assertThat(Shop.text(generated, "services.a.volumes.0.read_only")).isEqualTo("true");
    assertThat(Shop.has(generated, "services.a.volumes.1.read_only")).isFalse();
    assertThat(Shop.mounts(generated, "b"))
        .containsExactly(Shop.PYTHON + " -> /v", "mine -> /m", " -> /t");
    assertThat(Shop.text(generated, "services.b.volumes.0.type")).isEqualTo("bind");
    assertThat(Shop.text(generated, "services.b.volumes.0.read_only")).isEqualTo("true");
    assertThat(Shop.has(generated, "services.b.volumes.0.volume")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "a: {image: x, volumes: ['venv:/v']} -> venv needs one runtime",
        "a: {runtime: python}, b: {runtime: nodejs}, c: {image: x, volumes: ['venv:/v']}"
            + " -> several differ",
        "a: {image: x, volumes: text} -> volumes must be a list",
        "a: {image: x, volumes: [[b]]} -> a volume must be text or a mapping",
      })
  void volumes_that_mean_nothing_are_refused(String services, String message) {
    assertThat(Shop.refusal(() -> Shop.generate("services: {" + services + "}")))
        .message()
        .matches("kata-compose.yaml:1:[0-9]+: .*")
        .contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "runtime: python -> true",
        "build: . -> true",
        "image: x, volumes: ['app:/x'] -> true",
        "image: x, volumes: [{type: volume, source: app, target: /x}] -> true",
        "image: x, volumes: ['data:/x', 'config:/c'] -> false",
        "image: x, volumes: ['/srv/files:/x'] -> false",
        "image: x -> false",
      })
  void what_runs_the_code_follows_the_revision(String service, boolean labelled) {
    Generated generated = Shop.generate("services: {web: {" + service + "}}");
    assertThat(Shop.has(generated, "services.web.labels")).isEqualTo(labelled);
    if (labelled) {
      assertThat(label(generated)).isEqualTo("0123abc");
    }
  }

  private static String label(Generated generated) {
    Mapping labels = (Mapping) Shop.at(generated, "services.web.labels");
    return ((Scalar) labels.get(ComposeGenerator.REVISION_LABEL).orElseThrow()).text();
  }

  @Test
  void own_labels_stay_beside_the_revision() {
    Generated generated =
        Shop.generate(
            "services: {a: {build: ., labels: {x: y}}, b: {build: ., labels: [x=y]},"
                + " c: {build: ., labels: }}");
    assertThat(Shop.text(generated, "services.a.labels.x")).isEqualTo("y");
    assertThat(((Mapping) Shop.at(generated, "services.a.labels")).members())
        .containsOnlyKeys("x", "kata.revision");
    assertThat(Shop.text(generated, "services.b.labels.0")).isEqualTo("x=y");
    assertThat(Shop.text(generated, "services.b.labels.1")).isEqualTo("kata.revision=0123abc");
    assertThat(((Mapping) Shop.at(generated, "services.c.labels")).members())
        .containsOnlyKeys("kata.revision");
  }

  @Test
  void what_is_built_tells_its_app() {
    Generated generated =
        Shop.generate(
            "services: {a: {build: .}, b: {build: {context: b, labels: [x=y]}}, c: {image: z}}");
    assertThat(Shop.text(generated, "services.a.build.context")).isEqualTo(".");
    assertThat(Shop.text(generated, "services.b.build.labels.0")).isEqualTo("x=y");
    String app = Shop.text(generated, "services.b.build.labels.1");
    assertThat(app).isEqualTo("kata.app=shop");
    assertThat(((Mapping) Shop.at(generated, "services.a.build.labels")).members())
        .containsOnlyKeys("kata.app");
  }

  @Test
  void a_service_restarts_unless_the_file_says_something_else() { // fault 63
    Generated generated =
        Shop.generate(
            """
            services:
              web: {image: x, depends_on: {migrate: {condition: service_completed_successfully}, db: {condition: service_healthy}}}
              migrate: {image: x}
              db: {image: x}
              once: {image: x, restart: no}
              job: {image: x, deploy: {restart_policy: {condition: none}}}
              many: {image: x, deploy: {replicas: 2}}
            """);
    for (String service : List.of("web", "db", "many")) {
      assertThat(Shop.text(generated, "services." + service + ".restart"))
          .isEqualTo("unless-stopped");
    }
    assertThat(Shop.text(generated, "services.once.restart")).isEqualTo("no");
    assertThat(Shop.has(generated, "services.migrate.restart")).isFalse();
    assertThat(Shop.has(generated, "services.job.restart")).isFalse();
  }

  @Test
  void restart_no_is_what_compose_wants() { // fault 24
    String text = Shop.generate(WEB + "    restart: no\n").text();
    assertThat(text).contains("\n    restart: no\n").doesNotContain("restart: false");
  }

  @Test
  void anchors_and_merge_keys_are_written_out() {
    Generated generated =
        Shop.generate(
            """
            x-base: &base {image: x, environment: {A: 1}, init: true}
            services:
              one: {<<: *base, init: false}
              two: *base
            """);
    assertThat(generated.text()).doesNotContain("&").doesNotContain("*").doesNotContain("<<");
    assertThat(Shop.text(generated, "services.one.init")).isEqualTo("false");
    assertThat(Shop.environment(generated, "two")).containsEntry("A", "1");
  }

  @Test
  void the_same_input_gives_the_same_bytes() {
    String text =
        """
        volumes: {c: , a: , b: }
        services:
          z: {runtime: nodejs}
          a: {runtime: python, depends_on: [z], volumes: ["c:/c", "a:/a"]}
        """;
    String first = Shop.generate(text, "B=2\nA=1\n").text();
    for (int i = 0; i < 20; i++) {
      assertThat(Shop.generate(text, "B=2\nA=1\n").text()).isEqualTo(first);
    }
    assertThat(first.indexOf("\n  z:")).isLessThan(first.indexOf("\n  a:\n    image"));
  }

  @Test
  void a_site_without_services_gives_a_file_without_services() {
    assertThat(Shop.generate("caddy: {listen: [\":80\"]}").text()).isEqualTo("services: {}\n");
  }
}
