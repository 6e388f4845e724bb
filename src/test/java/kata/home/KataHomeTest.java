package kata.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kata.cli.ExitCode;
import kata.error.KataException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KataHomeTest {
  @TempDir Path temp;
  private KataHome home;

  @BeforeEach
  void make() {
    home = new KataHome(temp);
  }

  @Test
  void every_path_of_an_app_is_a_child_of_its_own_folder() { // fault 59, R-2
    AppHome app = home.app(new AppName("blog"));
    List<Path> paths =
        List.of(
            app.code(),
            app.data(),
            app.config(),
            app.envs(),
            app.logs(),
            app.repo(),
            app.cache(),
            app.releases());
    assertThat(paths).doesNotHaveDuplicates().allMatch(path -> path.endsWith("blog"));
    assertThat(paths)
        .extracting(path -> path.resolveSibling(""))
        .containsExactlyInAnyOrderElementsOf(
            home.folders().stream().map(p -> p.resolve("")).toList());
    assertThat(app.lock().file()).isEqualTo(temp.resolve(".kata/locks/app-blog.lock"));
    assertThat(app.envFiles())
        .containsExactly(temp.resolve("config/blog/ENV"), temp.resolve("config/blog/.env"));
  }

  @Test
  void the_root_is_absolute() {
    assertThat(new KataHome(Path.of("x/../y")).root()).isAbsolute().endsWithRaw(Path.of("y"));
  }

  @Test
  void a_new_server_has_no_apps() {
    assertThat(home.appNames()).isEmpty();
    assertThat(home.claim(new AppName("Blog")).name()).hasToString("Blog");
    assertThatThrownBy(() -> home.existing(new AppName("blog")))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED))
        .hasMessage("there is no app 'blog'");
  }

  @Test
  void what_is_no_app_is_not_listed() throws IOException {
    Files.createDirectories(home.apps().resolve("web"));
    Files.createDirectories(home.apps().resolve("Blog"));
    Files.createDirectories(home.apps().resolve("lost+found"));
    Files.createDirectories(home.apps().resolve(".hidden"));
    Files.createFile(home.apps().resolve("file"));
    Files.createDirectories(temp.resolve("elsewhere"));
    Files.createSymbolicLink(home.apps().resolve("linked"), Path.of("../elsewhere"));
    Files.createSymbolicLink(home.apps().resolve("dangling"), Path.of("../nowhere"));
    assertThat(home.appNames()).extracting(AppName::value).containsExactly("Blog", "linked", "web");
  }

  @Test
  void a_name_that_differs_in_case_only_is_refused() throws IOException { // R-3, fault 11
    Files.createDirectories(home.apps().resolve("foo"));
    Files.createDirectories(home.repos().resolve("Bar"));
    for (String taken : List.of("Foo", "FOO", "bar")) {
      assertThatThrownBy(() -> home.claim(new AppName(taken)))
          .isInstanceOfSatisfying(
              KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED))
          .hasMessageContaining("Compose ignores case");
    }
    assertThat(home.claim(new AppName("foo")).name()).hasToString("foo");
    assertThat(home.claim(new AppName("Bar")).name()).hasToString("Bar");
    assertThat(home.claim(new AppName("baz")).name()).hasToString("baz");
  }

  @ParameterizedTest
  @CsvSource({"helo, hello", "Hello, hello", "hte-blog, the-blog", "pushd, pushed"})
  void an_unknown_app_is_told_with_one_that_is_near(String typed, String near) throws IOException {
    Files.createDirectories(home.apps().resolve("hello"));
    Files.createDirectories(home.repos().resolve("hello"));
    Files.createDirectories(home.apps().resolve("the-blog"));
    Files.createDirectories(home.repos().resolve("pushed"));
    assertThatThrownBy(() -> home.existing(new AppName(typed)))
        .isInstanceOfSatisfying(
            KataException.class,
            e -> assertThat(e.hint()).isEqualTo("did you mean '" + near + "'?"));
    assertThatThrownBy(() -> home.existing(new AppName("other")))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(e.hint()).isEqualTo("`kata ls` lists the apps"));
  }

  @Test
  void an_app_exists_by_its_repository_or_a_dangling_link_too() throws IOException {
    Files.createDirectories(home.repos().resolve("pushed"));
    Files.createDirectories(home.apps());
    Files.createSymbolicLink(home.apps().resolve("dangling"), Path.of("../nowhere"));
    assertThat(home.existing(new AppName("pushed")).name()).hasToString("pushed");
    assertThat(home.existing(new AppName("dangling")).name()).hasToString("dangling");
  }
}
