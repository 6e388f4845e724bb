package kata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import kata.CliRunner;
import kata.CliRunner.Ran;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandNamesTest {
  private static final List<String> LISTED =
      List.of(
          "restart",
          "stop",
          "rm",
          "run",
          "ls",
          "ps",
          "config:stack",
          "config:docker",
          "config:caddy",
          "docker",
          "docker:services",
          "mode",
          "secrets:set",
          "secrets:ls",
          "secrets:rm",
          "setup",
          "setup:ssh",
          "scp",
          "update",
          "help");

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "restat,               restart",
    "rsetart blog,         restart",
    "start blog,           restart",
    "Restart blog,         restart",
    "rest,                 restart",
    "stpo,                 stop",
    "stopp,                stop",
    "lss,                  ls",
    "sl,                   ls",
    "halp,                 help",
    "updaet,               update",
    "config docker shop,   config:docker",
    "config dokcer shop,   config:docker",
    "config-docker shop,   config:docker",
    "config_docker shop,   config:docker",
    "configdocker shop,    config:docker",
    "secrets set A=1,      secrets:set",
    "secrets rm,           secrets:rm",
    "secrets rm A,         secrets:rm",
    "secret:set,           secrets:set",
    "setup ssh id.pub,     setup:ssh",
    "setup-ssh id.pub,     setup:ssh",
    "docker services,      docker:services",
    "config,               config:stack config:docker config:caddy",
    "config shop,          config:stack config:docker config:caddy",
    "config:show shop,     config:stack config:docker config:caddy",
    "setup:keys,           setup:ssh",
    // nothing near
    "deploy,               ",
    "logs,                 ",
    "x,                    ",
    "r,                    ",
    "bash -i,              ",
    "cat,                  ",
    "shell,                ",
    "foo:bar,              ",
    ":,                    ",
    // hidden commands are for git and SSH
    "git-hoo blog,         ",
    "git-receive-pac blog, ",
    "git-hook blog x,      ",
    "git hook,             ",
    "ssh-shel,             ",
    // a command that is there was meant
    "rm blog shop,         ",
    "ls rm,                ",
    "config:docker a b,    ",
  })
  void what_was_meant_is_guessed_well_or_not_at_all(String typed, @Nullable String suggested) {
    List<String> hidden = List.of("git-hook", "git-receive-pack", "git-upload-pack", "ssh-shell");
    CommandNames names = new CommandNames(LISTED, hidden);

    String expected =
        suggested == null
            ? ""
            : "did you mean `kata " + suggested.replace(" ", "` or `kata ") + "`?";
    assertThat(names.suggestion(List.of(typed.split(" ", -1))).orElse("")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "blog restart,    there is no command 'blog',  `kata help` lists the commands",
    "config stop,     there is no command 'config', did you mean `kata config:stack` or",
    "'',              there is no command '', `kata help` lists the commands",
    "setup ssh x,     `kata setup` does not take 'ssh' and 'x', did you mean `kata setup:ssh`?",
    "rm --forse blog, Unknown option: '--forse', `kata rm --help` shows its usage",
    "--versoin,       Unknown option: '--versoin', `kata --help` shows its usage",
  })
  void wrong_usage_is_told_on_standard_error_with_status_2(String line, String message, String hint)
      throws IOException { // fault 68
    Ran ran = new CliRunner(temp).run(line.split(" ", -1));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("error: " + message.replace(';', ',') + "\nhint: " + hint);
  }
}
