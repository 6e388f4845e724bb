package kata.cli.git;

import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.git.PackService;
import kata.home.KataHome;

/** Serves a fetch or clone. */
public final class GitUploadPackCommand implements Command {
  /** What a git client sends. */
  public static final String NAME = "git-upload-pack";

  private final KataHome home;
  private final PackService git;
  private final Word app = Word.app();

  /** Serves the repositories of this home. */
  public GitUploadPackCommand(KataHome home, PackService git) {
    this.home = home;
    this.git = git;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.HIDDEN, "send what was pushed").arguments(app);
  }

  @Override
  public int run() {
    return git.upload(home.existing(app.appName()).repo());
  }
}
