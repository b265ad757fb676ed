package waybill.dialects.maelstrom.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.cli.Exit;

/**
 * How far a run has come: whether jobs still come, how many are on their way, and whether and why
 * it was stopped. The meeting place of the threads of a run; for any thread.
 */
final class RunProgress {
  private boolean ended;
  private int underWay;
  private final List<Thread> preparations = new ArrayList<>();
  private Optional<Stop> stop = Optional.empty();

  /** Why a run does not go on: tells it, and knows what the command ends with. */
  @FunctionalInterface
  interface Stop {
    Exit tell();
  }

  /** Counts a job in, unless the run was stopped. */
  synchronized boolean jobStarts() {
    if (stop.isEmpty()) {
      underWay++;
    }
    return stop.isEmpty();
  }

  /** Counts a job out. */
  synchronized void jobEnds() {
    underWay--;
    notifyAll();
  }

  /** Counts a preparation in that may take long, to be interrupted when the run is stopped. */
  synchronized void preparationStarts(Thread thread) {
    preparations.add(thread);
  }

  /** Counts it out: an interrupt that comes now comes no more. */
  synchronized void preparationEnds(Thread thread) {
    preparations.remove(thread);
  }

  /** Ends what is being prepared. */
  synchronized void interruptPreparations() {
    for (Thread thread : preparations) {
      thread.interrupt();
    }
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
}
