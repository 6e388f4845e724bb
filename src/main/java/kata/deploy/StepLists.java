package kata.deploy;

import java.util.List;
import kata.deploy.runner.Step;
import kata.deploy.step.Carry;
import kata.deploy.step.Check;
import kata.deploy.step.CheckOut;
import kata.deploy.step.Collect;
import kata.deploy.step.Finish;
import kata.deploy.step.Hold;
import kata.deploy.step.Prepare;
import kata.deploy.step.Probe;
import kata.deploy.step.Prune;
import kata.deploy.step.Route;
import kata.deploy.step.RunReleaseCommand;
import kata.deploy.step.Start;
import kata.deploy.step.StartRecorded;
import kata.deploy.step.Stop;
import kata.deploy.step.Write;

/** The steps of every command that starts an app, in their order. */
record StepLists(
    Check check,
    CheckOut checkOut,
    Prepare prepare,
    Write write,
    Collect collect,
    Hold hold,
    Stop stop,
    Carry carry,
    RunReleaseCommand release,
    Start start,
    Route route,
    Probe probe,
    Finish finish,
    Prune prune,
    StartRecorded startRecorded) {

  /** Returns the steps from a commit to what serves. */
  List<Step> deploy() {
    return List.of(
        check, checkOut, prepare, write, collect, hold, stop, carry, release, start, route, probe,
        finish, prune);
  }

  /** Returns the steps that start a release which is checked out: restart, rollback, mode. */
  List<Step> startAgain() {
    return List.of(check, prepare, write, collect, hold, stop, carry, start, route, probe, finish);
  }

  /** Returns the steps that start a release as it ran before the server went down. */
  List<Step> boot() {
    return List.of(startRecorded);
  }
}
