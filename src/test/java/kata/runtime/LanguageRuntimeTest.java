package kata.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageRuntimeTest {
  @TempDir Path temp;
  private Path code;

  @BeforeEach
  void make() throws IOException {
    code = Files.createDirectories(temp.resolve("code"));
  }

  @Test
  void requirements_count_with_all_they_include() throws IOException {
    write(
        "requirements.txt", "flask\n-r deps/other.txt # these too\n  --constraint=limits.txt\r\n");
    write("deps/other.txt", "-r deep.txt\n--requirement ../requirements.txt\n-cmore.txt\n");
    write("deps/deep.txt", "x");
    write("deps/more.txt", "y");
    write("limits.txt", "flask<3\n");
    write("unused.txt", "z");
    assertThat(LanguageRuntime.PYTHON.dependencyFiles(code))
        .containsExactlyInAnyOrder(
            "requirements.txt", "deps/other.txt", "deps/deep.txt", "deps/more.txt", "limits.txt");
  }

  @Test
  void nothing_outside_the_code_is_read() throws IOException {
    Files.writeString(temp.resolve("secret.txt"), "s");
    Files.createDirectories(temp.resolve("code2"));
    Files.writeString(temp.resolve("code2/secret.txt"), "s");
    write(
        "requirements.txt",
        "-r ../secret.txt\n-r ../code2/secret.txt\n-r /etc/passwd\n-r %s\n-r a/../../secret.txt\n"
                .formatted(temp.resolve("secret.txt"))
            + "-r https://example.com/r.txt\n-r missing.txt\n-r .\n-r\n");
    assertThat(LanguageRuntime.PYTHON.dependencyFiles(code)).containsExactly("requirements.txt");
  }

  @Test
  void bytes_that_are_no_path_are_no_fault_of_kata() throws IOException {
    write("requirements.txt", "-r a\0b.txt\n-r c.txt\n");
    write("c.txt", "");
    assertThat(LanguageRuntime.PYTHON.dependencyFiles(code))
        .containsExactly("requirements.txt", "c.txt");
  }

  @Test
  void without_requirements_a_python_project_is_known_by_its_files() throws IOException {
    write("pyproject.toml", "");
    write("setup.cfg", "");
    assertThat(LanguageRuntime.PYTHON.dependencyFiles(code))
        .containsExactly("pyproject.toml", "setup.cfg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PYTHON |                                       | python3 -m venv /venv",
        "PYTHON | requirements.txt                      | /venv/bin/pip install -r requirements.txt",
        "PYTHON | requirements.txt pyproject.toml       | /venv/bin/pip install -r requirements.txt",
        "PYTHON | pyproject.toml                        | /venv/bin/pip install --editable .",
        "NODEJS |                                       | ''",
        "NODEJS | package-lock.json                     | ''",
        "NODEJS | package.json                          | npm install --no-package-lock --no-audit --no-fund",
        "NODEJS | package.json package-lock.json        | npm ci --no-audit --no-fund",
        "NODEJS | package.json npm-shrinkwrap.json      | npm ci --no-audit --no-fund",
        "NODEJS | package.json yarn.lock                | yarnpkg install --frozen-lockfile",
        "NODEJS | package.json yarn.lock package-lock.json | npm ci --no-audit --no-fund",
      })
  void the_files_of_an_app_tell_how_to_install(
      LanguageRuntime runtime, @Nullable String files, String commands)
      throws IOException { // fault 34, fault 38
    for (String file : files == null ? new String[0] : files.split(" ", -1)) {
      write(file, "flask");
    }
    assertThat(runtime.install(code).map(Install::commandLine).orElse("")).isEqualTo(commands);
  }

  @Test
  void what_is_told_is_what_is_run_but_for_the_venv_before_it() throws IOException {
    write("package.json", "{}");
    Install npm = LanguageRuntime.NODEJS.install(code).orElseThrow();
    assertThat(String.join(" ", npm.command())).isEqualTo(npm.commandLine());
    write("requirements.txt", "flask");
    Install pip = LanguageRuntime.PYTHON.install(code).orElseThrow();
    assertThat(pip.command())
        .startsWith("python3", "-I", "-c")
        .endsWith("/venv/bin/pip", "install", "-r", "requirements.txt")
        .hasSize(8);
    assertThat(pip.command().get(3)).contains("venv.create('/venv'").contains("with_pip=True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# flask\n", " \t# a\tb\r\n\r\n#", "# it's \u00e9\\\n#"})
  void requirements_that_ask_for_nothing_need_no_pip(String text) throws IOException {
    write("requirements.txt", text);
    write("pyproject.toml", "");
    assertThat(LanguageRuntime.PYTHON.install(code)).contains(Install.newVenv());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flask",
        "# x\nflask",
        "# x\rflask",
        "# x\u2028flask",
        "# x\u001cflask",
        "-r other.txt",
        ".",
        "\\\n# x",
        "\ufeff"
      })
  void requirements_that_might_ask_for_something_are_for_pip(String text) throws IOException {
    write("requirements.txt", text);
    assertThat(LanguageRuntime.PYTHON.install(code).orElseThrow().commandLine())
        .isEqualTo("/venv/bin/pip install -r requirements.txt");
  }

  @ParameterizedTest
  @EnumSource
  void the_command_of_an_image_is_json(LanguageRuntime runtime) { // fault 35
    String dockerfile = runtime.dockerfile("debian:x");
    assertThat(dockerfile).startsWith("FROM debian:x\n").doesNotContain("@BASE@");
    assertThat(dockerfile.lines().filter(line -> line.startsWith("CMD")))
        .singleElement()
        .asString()
        .matches("CMD \\[\"[^\"']+\"(, \"[^\"']+\")*]");
  }

  @ParameterizedTest
  @EnumSource
  void a_runtime_is_found_by_its_name(LanguageRuntime runtime) {
    assertThat(LanguageRuntime.of(runtime.key())).isSameAs(runtime);
    assertThatThrownBy(() -> LanguageRuntime.of("cobol"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void write(String name, String text) throws IOException {
    Path file = code.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }
}
