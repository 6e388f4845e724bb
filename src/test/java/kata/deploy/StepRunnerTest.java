package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kata.app.Modes;
import kata.caddy.admin.CaddyAdmin;
import kata.caddy.admin.ReachabilityProbe;
import kata.cli.ExitCode;
import kata.deploy.runner.DeployRequest;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.deploy.runner.StepRunner;
import kata.deploy.step.Carry;
import kata.deploy.step.Finish;
import kata.deploy.step.Hold;
import kata.deploy.step.Probe;
import kata.deploy.step.Route;
import kata.deploy.step.Start;
import kata.deploy.step.Stop;
import kata.docker.Orchestrator;
import kata.docker.ServiceFailure;
import kata.docker.Stack;
import kata.docker.engine.DockerApi;
import kata.docker.swarm.Secrets;
import kata.docker.swarm.Swarm;
import kata.env.Env;
import kata.error.EngineFailed;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.home.AppHome;
import kata.home.AppName;
import kata.home.KataHome;
import kata.home.Mode;
import kata.process.Progress;
import kata.release.Journal;
import kata.release.Release;
import kata.release.ReleaseRecord;
import kata.release.ReleaseStore;
import kata.route.Routes;
import kata.testing.RecordingExec;
import kata.testing.RecordingOrchestrator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order what runs is changed, and what is left of it. These apps have no route. */
final class StepRunnerTest {
  private static final List<ServiceFailure> CRASH =
      List.of(new ServiceFailure("web", "keeps exiting", List.of("why")));

  @TempDir Path folder;
  private final Story done = new Story();
  private final Map<List<ServiceFailure>, Modes> made = new HashMap<>();
  private AppHome app;
  private ReleaseStore releases;

  @BeforeEach
  void prepare() {
    app = new KataHome(folder).app(new AppName("shop"));
    releases = new ReleaseStore(app, new BareRepository(app.repo(), new RecordingExec(0)));
  }

  @Test
  void an_app_that_moves_is_taken_away_in_the_old_mode_before_it_starts_in_the_new()
      throws IOException { // fault 54
    run(Mode.COMPOSE, Mode.SWARM, List.of());
    assertThat(done.lines).containsExactly("compose remove", "swarm up");
    assertServes(2);
  }

  @Test
  void an_app_that_stays_is_only_brought_up() throws IOException {
    run(Mode.COMPOSE, Mode.COMPOSE, List.of());
    assertThat(done.lines).containsExactly("compose up");
    assertServes(2);
  }

  @Test
  void an_app_that_does_not_start_in_the_new_mode_comes_back_in_the_old()
      throws IOException { // fault 54
    assertThatThrownBy(() -> run(Mode.COMPOSE, Mode.SWARM, CRASH))
        .hasMessage("service 'web' keeps exiting; release 1 serves again")
        .isInstanceOfSatisfying(
            KataException.class,
            e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.OLD_RELEASE_SERVES));
    assertThat(done.lines)
        .containsExactly("compose remove", "swarm up", "swarm remove", "compose up");
    assertServes(1);
    assertThat(releases.numbered(2).code()).doesNotExist();
  }

  @Test
  void a_first_release_that_does_not_start_leaves_nothing_running() throws IOException {
    Release first = folder(1);
    Deployment change = change(Optional.empty(), first, Mode.SWARM, Mode.SWARM, CRASH);
    assertThatThrownBy(() -> run(CRASH, change)).hasMessageEndingWith("so nothing runs");
    assertThat(done.lines).containsExactly("swarm up", "swarm remove");
    assertThat(app.releases()).isEmptyDirectory();
  }

  @Test
  void a_stopped_app_that_does_not_start_stays_stopped() throws IOException {
    Deployment change = toTheSecond(Mode.COMPOSE, Mode.COMPOSE, CRASH);
    releases.noteStopped();
    assertThatThrownBy(() -> run(CRASH, change)).hasMessageEndingWith("release 1 stays stopped");
    assertThat(done.lines).containsExactly("compose up", "compose stop");
    assertThat(releases.stopped()).isTrue();
  }

  @Test
  void a_docker_that_goes_away_is_waited_for_and_then_the_old_release_comes_back()
      throws IOException {
    done.awayAt(0);
    assertThatThrownBy(() -> run(Mode.COMPOSE, Mode.COMPOSE, List.of()))
        .hasMessage("docker is away; release 1 serves again");
    assertThat(done.lines).containsExactly("wait for Docker", "compose up");
    assertServes(1);
  }

  @Test
  void a_docker_that_goes_away_while_the_old_release_is_brought_back_is_waited_for_once()
      throws IOException {
    done.awayAt(1);
    assertThatThrownBy(() -> run(Mode.COMPOSE, Mode.COMPOSE, CRASH))
        .hasMessage("service 'web' keeps exiting; release 1 serves again");
    assertThat(done.lines).containsExactly("compose up", "wait for Docker", "compose up");
    assertServes(1);
  }

  @Test
  void a_docker_that_stays_away_leaves_the_change_to_the_next_command() throws IOException {
    done.awayFrom(0);
    assertThatThrownBy(() -> run(Mode.COMPOSE, Mode.COMPOSE, List.of()))
        .hasMessage("docker is away; and release 1 could not be restored: docker is away")
        .isInstanceOfSatisfying(
            KataException.class,
            e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.OLD_RELEASE_LOST));
    done.clear();
    recover(List.of());
    assertThat(done.lines).containsExactly("compose up");
    assertServes(1);
  }

  /** Nothing is undone when kata is killed; the next command for the app undoes the change. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void a_change_that_is_killed_at_any_step_is_undone_by_the_next_command(int step)
      throws IOException {
    Deployment change = toTheSecond(Mode.COMPOSE, Mode.SWARM, CRASH);
    done.killAt(step);
    assertThatThrownBy(() -> run(CRASH, change)).isInstanceOf(Killed.class);
    assertThat(releases.journal()).exists();
    done.clear();

    recover(List.of());
    assertThat(done.lines).containsExactly("swarm remove", "compose up");
    assertServes(1);
    assertThat(releases.numbered(2).code()).doesNotExist();
    done.clear();
    recover(List.of());
    assertThat(done.lines).isEmpty();
  }

  @Test
  void an_undoing_that_is_killed_is_done_again() throws IOException {
    Deployment change = toTheSecond(Mode.COMPOSE, Mode.COMPOSE, List.of());
    done.killAt(0);
    assertThatThrownBy(() -> run(List.of(), change)).isInstanceOf(Killed.class);
    done.killAt(0);
    assertThatThrownBy(() -> recover(List.of())).isInstanceOf(Killed.class);
    done.clear();
    recover(List.of());
    assertThat(done.lines).containsExactly("compose up");
    assertServes(1);
  }

  @Test
  void a_change_that_is_killed_while_it_is_recorded_is_finished() throws IOException {
    Deployment change = toTheSecond(Mode.COMPOSE, Mode.COMPOSE, List.of());
    new Journal(Journal.State.RECORDING, Optional.of(1), 2, List.of()).write(releases.journal());
    assertThat(change.next().number()).isEqualTo(2);
    recover(CRASH);
    assertThat(done.lines).isEmpty();
    assertServes(2);
  }

  @Test
  void a_signal_does_not_keep_what_serves_from_being_recorded() throws IOException {
    toTheSecond(Mode.COMPOSE, Mode.COMPOSE, List.of());
    new Journal(Journal.State.RECORDING, Optional.of(1), 2, List.of()).write(releases.journal());
    Thread.currentThread().interrupt(); // as the shield does on TERM: writes fail now
    recover(List.of());
    assertServes(2);
  }

  @Test
  void a_signal_while_the_old_release_is_brought_back_does_not_leave_it_down() throws IOException {
    Deployment change = toTheSecond(Mode.COMPOSE, Mode.SWARM, CRASH);
    done.signalAt(3);
    assertThatThrownBy(() -> run(CRASH, change))
        .hasMessage("service 'web' keeps exiting; release 1 serves again");
    assertThat(done.lines)
        .containsExactly(
            "compose remove", "swarm up", "swarm remove", "swarm remove", "compose up");
    assertServes(1);
  }

  @Test
  void a_signal_while_an_interrupted_change_is_undone_leaves_that_to_the_next() throws IOException {
    Deployment change = toTheSecond(Mode.COMPOSE, Mode.COMPOSE, List.of());
    done.killAt(0);
    assertThatThrownBy(() -> run(List.of(), change)).isInstanceOf(Killed.class);
    done.clear();
    done.signalAt(0);
    assertThatThrownBy(() -> recover(List.of())).isInstanceOf(KataException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(releases.journal()).exists();
    recover(List.of());
    assertServes(1);
  }

  @Test
  void what_was_prepared_for_a_change_that_never_began_is_taken_away() throws IOException {
    Release one = served(1, Mode.COMPOSE);
    Files.writeString(one.code().resolve(KataHome.DRAFT_FILE), "a restart's");
    releases.stage(one, record(one, Mode.COMPOSE));
    Path cut = Files.writeString(folder.resolve("releases/shop/.1.proposed.json.new"), "{");
    Release two = folder(2);
    recover(List.of());
    assertThat(done.lines).isEmpty();
    assertServes(1);
    assertThat(cut).doesNotExist();
    assertThat(two.code()).doesNotExist();
  }

  @Test
  void what_runs_is_never_deleted_though_its_record_is_lost() throws IOException {
    Release one = served(1, Mode.COMPOSE);
    Release unfinished = folder(2);
    Files.delete(app.releases().resolve("1.json"));
    recover(List.of());
    assertThat(one.generated()).hasContent("release 1");
    assertThat(unfinished.code()).doesNotExist();
  }

  @Test
  void a_restart_that_fails_keeps_the_file_that_ran() throws IOException {
    Release one = served(1, Mode.COMPOSE);
    Files.writeString(one.code().resolve(KataHome.DRAFT_FILE), "new\n");
    Deployment change = change(Optional.of(one), one, Mode.COMPOSE, Mode.COMPOSE, CRASH);
    assertThatThrownBy(() -> run(CRASH, change)).isInstanceOf(KataException.class);
    assertServes(1);
    assertThat(one.generated()).hasContent("release 1");
  }

  private void run(Mode before, Mode after, List<ServiceFailure> failures) throws IOException {
    run(failures, toTheSecond(before, after, failures));
  }

  private Deployment toTheSecond(Mode before, Mode after, List<ServiceFailure> failures)
      throws IOException {
    return change(Optional.of(served(1, before)), folder(2), before, after, failures);
  }

  private Deployment change(
      Optional<Release> from, Release to, Mode before, Mode after, List<ServiceFailure> failures) {
    releases.stage(to, record(to, after));
    Stack stack = new Stack("shop", to.code(), to.code().resolve(KataHome.DRAFT_FILE));
    Modes modes = modes(failures);
    DeployRequest request =
        DeployRequest.ofRelease(app, releases, from, to, Optional.empty(), Optional.empty(), false);
    return Deployment.of(request)
        .targeting(modes.recorded(after), modes.orchestrator(before))
        .starting(Optional.of(stack));
  }

  private Release served(int number, Mode mode) throws IOException {
    Release release = folder(number);
    releases.stage(release, record(release, mode));
    releases.promote(release);
    return release;
  }

  private Release folder(int number) throws IOException {
    Release release = releases.numbered(number);
    Files.createDirectories(release.code());
    Files.writeString(release.code().resolve(KataHome.DRAFT_FILE), "release " + number);
    return release;
  }

  private static ReleaseRecord record(Release release, Mode mode) {
    return ReleaseRecord.of(
        release, mode, Optional.empty(), Env.of(Map.of()), Map.of(), Optional.empty());
  }

  private void assertServes(int number) {
    assertThat(releases.current()).map(Release::number).contains(number);
    assertThat(releases.journal()).doesNotExist();
    Release release = releases.current().orElseThrow();
    assertThat(release.generated()).hasContent("release " + number);
    assertThat(release.code().resolve(KataHome.DRAFT_FILE)).doesNotExist();
    assertThat(releases.staged(release)).isEmpty();
    assertThat(releases.record(release)).isPresent();
  }

  @Test
  void a_plan_follows_no_link_that_an_app_put_in_place_of_its_generated_file() throws IOException {
    Deployment change = toTheSecond(Mode.COMPOSE, Mode.COMPOSE, List.of());
    Path generated = releases.numbered(1).generated();
    Path elsewhere =
        Files.writeString(folder.resolve("elsewhere"), "services: {of_others: {image: x}}\n");
    Files.writeString(change.next().draft(), "services: {web: {image: x}}\n");
    Files.delete(generated);
    Files.createSymbolicLink(generated, elsewhere);
    Step start = changing().stream().filter(step -> step.name().equals("start")).findFirst().get();
    assertThat(start.plan(change)).containsExactly("service 'web' starts");
  }

  private void run(List<ServiceFailure> failures, Deployment prepared) {
    runner(failures).run(changing(), prepared, Progress.silent());
  }

  private void recover(List<ServiceFailure> failures) {
    runner(failures).recover(changing(), app, releases, Progress.silent());
  }

  private StepRunner runner(List<ServiceFailure> failures) {
    return new StepRunner(modes(failures), progress -> done.lines.add("wait for Docker"));
  }

  /** The steps behind those that prepare a release; the prepared one is discarded as by these. */
  private List<Step> changing() {
    Routes routes =
        new Routes(
            CaddyAdmin.at(
                "localhost:1", folder.resolve("routes.json"), servers -> Optional.empty()),
            new ReachabilityProbe("localhost:1", Path.of("/"), Duration.ZERO, Duration.ZERO),
            Duration.ZERO);
    return List.of(
        new Staged(),
        new Hold(routes),
        new Stop(),
        new Carry(),
        new Start(routes),
        new Route(routes),
        new Probe(routes),
        new Finish());
  }

  /** Stands for the steps that prepared the release. */
  private static final class Staged implements Step {
    @Override
    public String name() {
      return "write";
    }

    @Override
    public Deployment run(Deployment deployment, Progress progress) {
      return deployment;
    }

    @Override
    public void discard(Deployment deployment) {
      deployment.releases().discardStaged(deployment.next());
    }
  }

  /** Starts in the new mode end in failures; starts of what ran before do not. */
  private Modes modes(List<ServiceFailure> failures) {
    DockerApi none = new DockerApi("unix:///nonexistent");
    return made.computeIfAbsent(
        failures,
        same ->
            new Modes(
                orchestrator("compose", failures),
                orchestrator("swarm", failures),
                new Swarm(none),
                new Secrets(none)));
  }

  private Orchestrator orchestrator(String name, List<ServiceFailure> failures) {
    return new RecordingOrchestrator(name, done.lines, failures);
  }

  /** What a process that gets {@code kill -9} does. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** What the orchestrators do, until the process is killed. */
  private static final class Story {
    private int end = Integer.MAX_VALUE;
    private int away = Integer.MAX_VALUE;
    private boolean back = true;
    private int signal = Integer.MAX_VALUE;
    final List<String> lines =
        new ArrayList<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public boolean add(String line) {
            if (size() >= end) {
              throw new Killed();
            }
            if (size() >= away) {
              away = back ? Integer.MAX_VALUE : away;
              throw new EngineFailed("docker is away");
            }
            if (size() >= signal) {
              signal = Integer.MAX_VALUE;
              Thread.currentThread().interrupt();
              throw new Interrupted("interrupted", "");
            }
            return super.add(line);
          }
        };

    void killAt(int step) {
      end = step;
    }

    /** Docker does not answer one step, and does again from then on. */
    void awayAt(int step) {
      away = step;
    }

    /** Docker does not answer any more. */
    void awayFrom(int step) {
      away = step;
      back = false;
    }

    /** Interrupts a step once, as the shield does when TERM comes. */
    void signalAt(int step) {
      signal = step;
    }

    void clear() {
      end = Integer.MAX_VALUE;
      away = Integer.MAX_VALUE;
      lines.clear();
    }
  }
}
