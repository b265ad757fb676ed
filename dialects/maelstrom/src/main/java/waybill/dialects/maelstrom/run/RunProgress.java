package waybill.dialects.maelstrom.run;

import java.util.Optional;
import waybill.cli.Exit;

/**
 * How far a run has come: whether jobs still come, how many are on their way, and whether and why
 * it was stopped. The meeting place of the threads of a run; for any thread.
 */
final class RunProgress {
  private boolean ended;
  private int underWay;
  private Exit exit = Exit.OK;
  private Optional<Stop> stop = Optional.empty();

  /**
   * Why a run does not go on.
   *
   * @param message for people, if there is one to tell
   * @param exit what the command ends with
   */
  record Stop(Optional<String> message, Exit exit) {}

  /** Counts a job in, unless the run was stopped. */
  synchronized boolean jobStarts() {
    if (stop.isEmpty()) {
      underWay++;
    }
    return stop.isEmpty();
  }

  /** Counts a job out. The first one that does not end well decides how the command ends. */
  synchronized void jobEnds(Exit jobExit) {
    underWay--;
    if (exit instanceof Exit.Status(int code) && code == 0) {
      exit = jobExit;
    }
    notifyAll();
  }

  /** No more jobs come. */
  synchronized void streamEnds() {
    ended = true;
    notifyAll();
  }

  /** Stops the run, unless it was stopped before: the first reason is the one to tell. */
  synchronized void stop(Stop reason) {
    if (stop.isEmpty()) {
      stop = Optional.of(reason);
      notifyAll();
    }
  }

  synchronized boolean isStopped() {
    return stop.isPresent();
  }

  /** Waits until the last job has ended, or the run is stopped. */
  synchronized Optional<Stop> awaitEndOrStop() throws InterruptedException {
    while (stop.isEmpty() && (!ended || underWay > 0)) {
      wait();
    }
    return stop;
  }

  /** Waits until no job is on its way any more. */
  synchronized void awaitIdle() throws InterruptedException {
    while (underWay > 0) {
      wait();
    }
  }

  /** What the command ends with when nothing stopped it. */
  synchronized Exit exit() {
    return exit;
  }
}
