package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kata.caddy.admin.CaddyProcess;
import kata.deploy.Victim.Sight;
import kata.testing.FaultTable;
import kata.testing.Rows;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kata that changes an app is killed at every step. The old release serves again, or the new
 * one does, wholly; nothing is left behind, and a plain deploy makes the newest commit run. What
 * was seen is on record in {@code docs/reliability.md}; {@link FaultTable} says how to write it
 * again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1800)
class KilledIT {
  private static final int PORT = 18231;
  private static final int TRIES = 4;
  private static final String NOT_MET = "too short to be met";

  /** How the kata that holds the app's lock is ended. */
  private enum Signal {
    KILL,
    TERM,
    /** What a terminal or a connection that goes away sends. */
    HUP
  }

  private enum Command {
    PUSH("`git push`"),
    FIRST_PUSH("the first `git push`"),
    BAD_PUSH("`git push` of what crashes"),
    RESTART("`kata restart`"),
    ROLLBACK("`kata rollback`"),
    RECOVERY("what comes after a kill");

    final String shown;

    Command(String shown) {
      this.shown = shown;
    }

    boolean goesWell() {
      return this != BAD_PUSH && this != RECOVERY;
    }

    boolean pushes() {
      return this == PUSH || this == FIRST_PUSH || this == BAD_PUSH;
    }
  }

  /**
   * A step of a command.
   *
   * @param text how its line of output begins
   * @param journal the state in the journal
   */
  private record Step(Command command, String shown, String text, String journal) {
    static Step before(Command command, String text) {
      return new Step(command, "\"" + text + "\", before anything is touched", text, "");
    }

    static Step of(Command command, String text) {
      return new Step(command, "\"" + text + "\"", text, "STARTING");
    }

    static Step recording(Command command) {
      return new Step(command, "while the new release is recorded", "", "RECORDING");
    }
  }

  /** A step and the signal that comes in it. */
  private record Case(Step step, Signal signal) {
    @Override
    public String toString() {
      return signal + ", " + step.command().shown + ", " + step.shown();
    }

    /** A hangup is not even noticed: at every step of a push, and once in each other command. */
    boolean tellsSomething() {
      return signal != Signal.HUP
          || step.command() == Command.PUSH
          || step.text().startsWith("Waiting");
    }

    /**
     * The signal takes a moment to arrive, in which the change may become complete; or it ends the
     * write of the record that was seen, which then is taken back.
     */
    boolean eitherWay() {
      return signal == Signal.TERM
          && (step.text().startsWith("Caddy") || step.journal().equals("RECORDING"));
    }

    /** Whether the hook of the push is left, which has a kata of its own begin again. */
    boolean beginsAgain() {
      return signal == Signal.KILL && step.command().pushes();
    }

    /** Whether no process is left that could repair the app. */
    boolean needsRecovery() {
      return (step.command() == Command.RECOVERY && signal != Signal.HUP)
          || (signal == Signal.KILL && !step.command().pushes());
    }

    /** Names the command that repairs the app. */
    String by() {
      if (signal == Signal.HUP) {
        return ", as without it";
      }
      if (beginsAgain()) {
        return ", by the rest of the push";
      }
      if (step.journal().isEmpty()) {
        return ", all along";
      }
      return needsRecovery() ? ", by the next command" : ", by itself";
    }
  }

  private static final List<Step> STEPS =
      List.of(
          Step.before(Command.PUSH, "Deploying"),
          Step.of(Command.PUSH, "Taking"),
          Step.of(Command.PUSH, "Starting"),
          Step.of(Command.PUSH, "Waiting until it is healthy"),
          Step.of(Command.PUSH, "Caddy now serves the app"),
          Step.recording(Command.PUSH),
          Step.of(Command.FIRST_PUSH, "Waiting until it is healthy"),
          Step.of(Command.BAD_PUSH, "Restoring"),
          Step.before(Command.RESTART, "Restarting"),
          Step.of(Command.RESTART, "Starting"),
          Step.of(Command.RESTART, "Waiting until it is healthy"),
          Step.recording(Command.RESTART),
          Step.before(Command.ROLLBACK, "Rolling"),
          Step.of(Command.ROLLBACK, "Taking"),
          Step.of(Command.ROLLBACK, "Starting"),
          Step.of(Command.ROLLBACK, "Waiting until it is healthy"),
          Step.recording(Command.ROLLBACK),
          Step.of(Command.RECOVERY, "Restoring"));

  /** One case of each signal, state of the journal, and of the repairing command. */
  private static final Rows<Case> CASES =
      Rows.of(
          STEPS.stream()
              .flatMap(step -> Stream.of(Signal.values()).map(signal -> new Case(step, signal)))
              .filter(Case::tellsSomething)
              .toList(),
          one -> List.of(one.signal(), one.step().journal(), one.by()));

  private final Map<Case, CompletableFuture<String>> verdicts = new ConcurrentHashMap<>();
  private final ExecutorService groups = Executors.newFixedThreadPool(3);
  private Path folder;

  @BeforeAll
  void start(@TempDir Path made) {
    folder = made;
  }

  @AfterAll
  void stop() throws InterruptedException {
    groups.shutdown();
    assertThat(groups.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
  }

  List<Case> gate() {
    return begun("gate", PORT, CASES.gate());
  }

  List<Case> rest() {
    return begun("rest", PORT + 2, CASES.rest());
  }

  @ParameterizedTest
  @MethodSource("gate")
  void killed_there_it_is_put_right(Case one) throws Throwable {
    try {
      System.out.println(one + ": " + verdict(one));
    } catch (ExecutionException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @MethodSource("rest")
  void killed_at_any_other_step_it_is_put_right(Case one) throws Throwable {
    killed_there_it_is_put_right(one);
  }

  @Test
  void the_record_tells_what_was_seen()
      throws IOException, ExecutionException, InterruptedException {
    check(gate());
  }

  @Tag("exhaustive")
  @Test
  void the_whole_record_tells_what_was_seen()
      throws IOException, ExecutionException, InterruptedException {
    check(Stream.of(gate(), rest()).flatMap(List::stream).toList());
  }

  private void check(List<Case> tried)
      throws IOException, ExecutionException, InterruptedException {
    List<String> heads = new ArrayList<>(List.of("command", "killed at"));
    Stream.of(Signal.values()).map(Signal::name).forEach(heads::add);
    FaultTable table = new FaultTable("KilledIT", heads.toArray(String[]::new));
    for (Step step : STEPS) {
      List<String> cells = new ArrayList<>(List.of(step.command().shown, step.shown()));
      for (Signal signal : Signal.values()) {
        Case one = new Case(step, signal);
        String verdict = tried.contains(one) ? verdict(one) : FaultTable.UNTRIED;
        String cell = verdict.equals(NOT_MET) ? FaultTable.UNTRIED : verdict;
        cells.add(one.tellsSomething() ? cell : "");
      }
      table.row(cells.toArray(String[]::new));
    }
    table.check();
  }

  private String verdict(Case one) throws ExecutionException, InterruptedException {
    return of(one).get();
  }

  /** Begins a part of the cases where it has not begun, and returns it. */
  private synchronized List<Case> begun(String part, int port, List<Case> cases) {
    if (!verdicts.containsKey(cases.get(0))) {
      cases.forEach(one -> verdicts.put(one, new CompletableFuture<>()));
      String app = "it-killed-" + part + "-";
      group(app + "a", Optional.of(port), 1, of(cases, Command.PUSH, Command.BAD_PUSH));
      group(app + "b", Optional.empty(), 1, of(cases, Command.RESTART, Command.RECOVERY));
      group(app + "c", Optional.empty(), 2, of(cases, Command.ROLLBACK));
      group(app + "d", Optional.empty(), 0, of(cases, Command.FIRST_PUSH));
    }
    return cases;
  }

  private static List<Case> of(List<Case> cases, Command... commands) {
    return cases.stream().filter(one -> List.of(commands).contains(one.step().command())).toList();
  }

  /** Goes through the cases of some commands with one app, beside the other groups. */
  private void group(String app, Optional<Integer> port, int versions, List<Case> cases) {
    if (cases.isEmpty()) {
      return;
    }
    groups.execute(
        () -> {
          try {
            if (versions == 0) {
              for (Case one : cases) { // each needs an app that never ran
                String name = app + "-" + one.signal().name().toLowerCase(Locale.ROOT);
                run(name, port, versions, List.of(one));
              }
            } else {
              run(app, port, versions, cases);
            }
          } catch (Exception | AssertionError e) {
            cases.forEach(one -> of(one).completeExceptionally(e));
          }
        });
  }

  private void run(String app, Optional<Integer> port, int versions, List<Case> cases)
      throws Exception {
    String admin = "localhost:" + (port.orElse(PORT) - 1);
    Path its = folder.resolve(app);
    Path own = Files.createDirectories(its.resolve("caddy"));
    String config = "{\"admin\":{\"listen\":\"" + admin + "\"}}";
    try (CaddyProcess caddy = port.isPresent() ? new CaddyProcess(own, admin, config) : null;
        Victim victim = new Victim(its, app, caddy == null ? "localhost:1" : admin, port)) {
      Round round = new Round(victim, versions);
      round.prepare(cases.get(0).step().command() == Command.RESTART);
      for (Case one : cases) {
        try {
          of(one).complete(round.meet(one));
        } catch (Exception | AssertionError e) {
          of(one).completeExceptionally(e);
          round.again();
        }
      }
    }
  }

  private CompletableFuture<String> of(Case one) {
    return Objects.requireNonNull(verdicts.get(one));
  }

  /** The cases of one app, one after the other; each begins with its newest version serving. */
  private static final class Round {
    private final Victim victim;
    private int version;

    Round(Victim victim, int version) {
      this.victim = victim;
      this.version = version;
    }

    void prepare(boolean restarts) throws Exception {
      for (int n = 1; n <= version; n++) {
        victim.commit(n, true);
        ends(victim.push(), true);
      }
      if (version > 0 && !restarts) {
        victim.write();
      }
    }

    /** Kills at a step, again where it was too short; returns what then served, and whose work. */
    String meet(Case one) throws Exception {
      Optional<String> verdict = Optional.empty();
      for (int n = 0; n < TRIES && verdict.isEmpty(); n++) {
        verdict = suffer(one);
        deploy(one.step().command());
      }
      return verdict.orElse(NOT_MET);
    }

    /** After a failure the cases that follow begin with what they expect. */
    void again() throws Exception {
      deploy(Command.BAD_PUSH);
    }

    private Optional<String> suffer(Case one) throws Exception {
      Step step = one.step();
      boolean hangup = one.signal() == Signal.HUP;
      Process process = start(step.command());
      Optional<Sight> seen = victim.kill(process, step.text(), step.journal(), one.signal().name());
      String told = one + "\n" + ends(process, false);
      if (seen.isEmpty()) {
        return Optional.empty();
      }
      boolean isNew =
          one.eitherWay()
              ? !told.contains("serves again")
              : step.journal().equals("RECORDING")
                  || ((hangup || one.beginsAgain()) && step.command().goesWell());
      assertThat(process.exitValue() != 0 || isNew || hangup).as(told).isTrue();
      if (one.beginsAgain()) {
        victim.awaitHooks();
      }
      if (step.journal().isEmpty() && !isNew) {
        victim.assertServes(version, told);
      }
      if (one.needsRecovery()) {
        victim.recover();
      }
      victim.assertServes(isNew ? next(step.command()) : version, told);
      victim.assertNothingIsLeft(seen, told);
      if (one.eitherWay()) {
        return Optional.of("old or new, by itself");
      }
      String serves = isNew ? "new" : version == 0 ? "nothing runs" : "old";
      return Optional.of(serves + one.by());
    }

    private Process start(Command command) throws Exception {
      switch (command) {
        case PUSH, FIRST_PUSH, BAD_PUSH -> {
          victim.commit(version + 1, command != Command.BAD_PUSH);
          return victim.push();
        }
        case ROLLBACK -> {
          return victim.start("rollback");
        }
        default -> {
          victim.configure(version + 1);
          Process restart = victim.start("restart");
          if (command == Command.RESTART) {
            return restart;
          }
          victim.kill(restart, "Waiting", "STARTING", "KILL");
          ends(restart, false);
          return victim.startRecovery();
        }
      }
    }

    private int next(Command command) {
      return command == Command.ROLLBACK ? version - 1 : version + 1;
    }

    /** Deploys the newest commit with a plain command, and checks that it is what runs. */
    private void deploy(Command command) throws Exception {
      version++;
      if (command == Command.ROLLBACK || command == Command.BAD_PUSH) {
        victim.commit(version, true);
        victim.receive();
      }
      victim.deploy();
      victim.assertServes(version, "deployed again");
      victim.assertNothingIsLeft(Optional.empty(), "deployed again");
    }

    private static String ends(Process process, boolean well) throws Exception {
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor() == 0 || !well).as(told).isTrue();
      return told;
    }
  }
}
