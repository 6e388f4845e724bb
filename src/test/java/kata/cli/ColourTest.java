package kata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kata.CliRunner;
import kata.cli.command.CommandModel;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColourTest {
  private static final char ESCAPE = '\u001b';

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // terminal, NO_COLOR, TERM, CLICOLOR_FORCE, coloured
        "true,  -,  xterm, -,  true",
        "true,  -,  -,     -,  true",
        "true,  '', xterm, -,  true",
        "true,  1,  xterm, -,  false",
        "true,  0,  xterm, -,  false",
        "true,  -,  dumb,  -,  false",
        "true,  -,  xterm, 0,  true",
        "false, -,  xterm, -,  false",
        "false, -,  xterm, '', false",
        "false, -,  xterm, 0,  false",
        "false, -,  xterm, 1,  true",
        "false, '', -,     1,  true",
        "false, -,  dumb,  1,  true",
        "false, 1,  xterm, 1,  false",
      })
  void colour_is_for_terminals_and_for_who_wants_it( // fault 68
      boolean terminal,
      @Nullable String noColor,
      @Nullable String term,
      @Nullable String force,
      boolean coloured)
      throws IOException {
    CliRunner kata = new CliRunner(temp).terminals(terminal, terminal);
    Map<String, @Nullable String> variables = new TreeMap<>();
    variables.put("NO_COLOR", noColor);
    variables.put("TERM", term);
    variables.put("CLICOLOR_FORCE", force);
    variables.forEach(
        (name, value) -> {
          if (value != null) {
            kata.with(name, value);
          }
        });

    assertThat(kata.run("help").out().indexOf(ESCAPE) >= 0).isEqualTo(coloured);
    assertThat(kata.run("rm", "--help").out().indexOf(ESCAPE) >= 0).isEqualTo(coloured);
    assertThat(kata.run("stop", "blog").err().indexOf(ESCAPE) >= 0).isEqualTo(coloured);
  }

  @Test
  void each_stream_is_asked_for_itself() throws IOException { // fault 68
    CliRunner kata = new CliRunner(temp).terminals(true, false);
    assertThat(kata.run("help").out()).contains("\u001b[1mDeploy and run\u001b[m\n");
    assertThat(kata.run("stop", "blog").err()).startsWith("error: there");
    kata.terminals(false, true);
    assertThat(kata.run("help").out()).contains("\nDeploy and run\n");
    assertThat(kata.run("stop", "blog").err())
        .isEqualTo(
            """
            \u001b[1;31merror:\u001b[m there is no app 'blog'
            \u001b[1;33mhint:\u001b[m `kata ls` lists the apps
            """);
  }

  @Test
  void colours_change_no_word_of_help() throws IOException {
    CliRunner kata = new CliRunner(temp);
    List<CommandModel> models = new Catalog(kata.commands()).models();
    assertThat(models).hasSizeGreaterThan(30);
    for (CommandModel model : models) {
      String name = model.name();
      String plain = kata.terminals(false, false).run("help", name).out();
      String coloured = kata.terminals(true, true).run("help", name).out();
      assertThat(coloured).isNotEqualTo(plain);
      assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }
  }

  @Test
  void progress_is_marked_and_nothing_of_a_child_is() { // fault 68
    assertThat(progress(true))
        .isEqualTo(
            """
            \u001b[1m----->\u001b[m build
                   error: red of the child
            \u001b[1;33mwarning:\u001b[m it is old
            \u001b[1;32msuccess:\u001b[m done
            """);
    assertThat(progress(false))
        .isEqualTo(
            """
            -----> build
                   error: red of the child
            warning: it is old
            success: done
            """);
  }

  private static String progress(boolean terminal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    PrintStream err =
        new Console(
                new ByteArrayInputStream(new byte[0]),
                stream,
                stream,
                false,
                false,
                false,
                Optional::empty)
            .coloured(terminal, Map.of())
            .err();
    LineProgress progress = new LineProgress(err);
    progress.step("build");
    progress.detail("\u001b[31merror: red\u001b[m of the child");
    progress.warn("it is old");
    progress.success("done");
    err.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
