package waybill.dialects.maelstrom.run;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.run.RunProgress.Stop;
import waybill.dialects.maelstrom.written.Job;
import waybill.dialects.maelstrom.written.SpecVersion;
import waybill.dialects.maelstrom.written.WrittenJob;
import waybill.engine.TaskResult;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Outcome;
import waybill.model.task.Task;

/**
 * Runs the jobs of a stream. A thread of its own reads one job after the other, each job then has a
 * virtual thread, and the calling thread waits for the end or for a reason to stop: the first thing
 * that is wrong with the stream, an interrupt, or a standard output that is gone. Stopping ends all
 * jobs, waits for that, and prints none of them any more.
 *
 * <p>Jobs are prepared by the reading thread, so that they have their numbers in the order in which
 * they came; but one whose preparation may take long, because it needs an image or an archive, is
 * prepared by its own thread, gets its number when it is ready, and keeps no other from starting.
 *
 * <p>Memory does not grow with the stream: the reader waits while {@value #AHEAD} jobs more than
 * can run are on their way.
 */
public final class StreamRun {
  /** So many are read ahead that no slot ever waits for a result to be told. */
  private static final int AHEAD = 64;

  /** So many preparations that take long go on at a time. */
  private static final int PREPARATIONS = 10;

  private static final String SUBMISSION = "stream";
  private static final int SIGINT = 2;

  private final Voice voice;
  private final Interrupts interrupts;
  private final Semaphore places;
  private final Semaphore preparing = new Semaphore(PREPARATIONS);
  private final AtomicLong lastNumber = new AtomicLong(-1);
  private final Jobs jobs;
  private final Optional<JobRunner> runner;
  private final RunProgress progress = new RunProgress();

  /** How many jobs are run. */
  public enum Jobs {
    /** All that come. */
    ALL,
    /** The first; nothing behind it is looked at, and there has to be one. */
    FIRST
  }

  /**
   * Prepares a run.
   *
   * @param slots how many jobs can run at a time
   */
  public StreamRun(Jobs jobs, int slots, Voice voice, Interrupts interrupts) {
    this(jobs, slots, voice, interrupts, Optional.empty());
  }

  /**
   * Prepares a run whose jobs run in some way of their own.
   *
   * @param runner how, if not unseen
   */
  public StreamRun(
      Jobs jobs, int slots, Voice voice, Interrupts interrupts, Optional<JobRunner> runner) {
    this.runner = runner;
    this.jobs = jobs;
    this.voice = voice;
    this.interrupts = interrupts;
    this.places = new Semaphore(slots + AHEAD);
  }

  /** Runs the jobs and returns when nothing of them is left. For one call. */
  public Exit run(JobSource source, Workplace.Opener opener) {
    Reader reader = new Reader(source, opener);
    Thread readerThread = Thread.ofPlatform().name("waybill-jobs").daemon().unstarted(reader);
    try (Interrupts.Registration _ =
        interrupts.onInterrupt(signal -> progress.stop(() -> new Exit.BySignal(signal)))) {
      readerThread.start();
      return awaitEnd(reader);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.of(FailureCode.INTERNAL);
    } finally {
      reader.close();
    }
  }

  private Exit awaitEnd(Reader reader) throws InterruptedException {
    Optional<Stop> stop = progress.awaitEndOrStop();
    if (stop.isEmpty()) {
      return voice.finished();
    }
    voice.silence();
    Exit exit = stop.get().tell();
    progress.interruptPreparations();
    reader.cancelJobs();
    progress.awaitIdle();
    return exit;
  }

  private void stopWith(FailureCode code, String message) {
    progress.stop(() -> voice.stopped(Failure.of(code, message)));
  }

  /** Reads, prepares and starts jobs, in the order in which they come. */
  private final class Reader implements Runnable {
    private final JobSource source;
    private final Workplace.Opener opener;
    private Optional<Workplace> workplace = Optional.empty();
    private boolean closed;

    Reader(JobSource source, Workplace.Opener opener) {
      this.source = source;
      this.opener = opener;
    }

    @Override
    public void run() {
      try {
        readAll();
        progress.streamEnds();
      } catch (SpecTextException e) {
        progress.stop(() -> voice.stopped(e));
      } catch (IOException e) {
        stopWith(FailureCode.INPUT_MISSING, "reading job specifications: " + e.getMessage());
      } catch (FailureException e) {
        progress.stop(() -> voice.stopped(e.failure()));
      } catch (InterruptedException e) {
        stopWith(FailureCode.INTERNAL, "reading job specifications was interrupted");
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        // Without this the command would wait for ever for a stream that nobody reads.
        stopWith(FailureCode.INTERNAL, "internal error: " + e);
      }
    }

    private void readAll() throws IOException, SpecTextException, InterruptedException {
      Optional<Job> job = source.next();
      if (job.isEmpty() && jobs == Jobs.FIRST) {
        progress.stop(voice::noJob);
      }
      while (job.isPresent() && start(job.get())) {
        job = jobs == Jobs.ALL ? source.next() : Optional.empty();
      }
    }

    /** Whether more may come. */
    private boolean start(Job job) throws InterruptedException {
      places.acquire();
      Optional<Workplace> place = workplace();
      if (place.isEmpty() || !progress.jobStarts()) {
        return false;
      }
      JobRun run = new JobRun(place.get(), job);
      boolean handedOver = false;
      try {
        if (run.isWhole() && (run.preparationTakesLong() || run.prepare())) {
          Thread.ofVirtual().start(run);
          handedOver = true;
        }
      } finally {
        if (!handedOver) {
          run.over();
        }
      }
      return !progress.isStopped();
    }

    /** Opened at the first job, so that a stream without one costs nothing. */
    private synchronized Optional<Workplace> workplace() {
      if (workplace.isEmpty() && !closed) {
        workplace = Optional.of(opener.open());
      }
      return workplace;
    }

    synchronized void cancelJobs() {
      workplace.ifPresent(place -> place.engine().cancel(SUBMISSION, Outcome.Canceller.USER));
    }

    synchronized void close() {
      closed = true;
      workplace.ifPresent(Workplace::close);
    }
  }

  /** One job, from when it was read to its end. */
  private final class JobRun implements Runnable {
    private final Workplace place;
    private final Job job;
    private Optional<WrittenJob> whole = Optional.empty();
    private Optional<Task> task = Optional.empty();
    private long number;

    JobRun(Workplace place, Job job) {
      this.place = place;
      this.job = job;
    }

    /** Gathers what the job builds on; else tells that it cannot be prepared. */
    boolean isWhole() {
      try {
        whole = Optional.of(job.whole());
      } catch (FailureException e) {
        unprepared(e.failure());
      }
      return whole.isPresent();
    }

    boolean preparationTakesLong() {
      return place.tasks().takesLong(whole.orElseThrow());
    }

    /** Makes the job's task; else tells that it cannot be prepared. */
    boolean prepare() {
      try {
        task = Optional.of(place.tasks().make(whole.orElseThrow()));
        number = lastNumber.incrementAndGet();
      } catch (FailureException e) {
        unprepared(e.failure());
      }
      return task.isPresent();
    }

    /** In version 0.10 that is the end of everything, in the newer one of this job. */
    private void unprepared(Failure failure) {
      if (job.version() == SpecVersion.ORIGINAL) {
        progress.stop(() -> voice.stopped(failure));
      } else {
        voice.unprepared(failure);
      }
    }

    @Override
    public void run() {
      try {
        if (task.isPresent() || prepareAmongOthers()) {
          runPrepared(task.orElseThrow());
        }
      } catch (IOException e) {
        stopWith(FailureCode.INPUT_MISSING, String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        stopWith(FailureCode.INTERNAL, "a job was interrupted");
      } catch (RuntimeException e) {
        stopWith(FailureCode.INTERNAL, "internal error in a job: " + e);
      } finally {
        over();
      }
    }

    private boolean prepareAmongOthers() throws InterruptedException {
      preparing.acquire();
      try {
        progress.preparationStarts(Thread.currentThread());
        return !progress.isStopped() && prepare();
      } finally {
        progress.preparationEnds(Thread.currentThread());
        preparing.release();
      }
    }

    private void runPrepared(Task prepared) throws IOException, InterruptedException {
      try (TaskResult result = result(prepared, whole.orElseThrow().priority())) {
        voice.jobEnded(number, prepared, result);
      }
    }

    private TaskResult result(Task prepared, int priority) throws InterruptedException {
      String path = Long.toString(number);
      return runner.isEmpty()
          ? place.engine().run(SUBMISSION, path, prepared, priority)
          : runner
              .get()
              .run(
                  place.engine(),
                  SUBMISSION,
                  path,
                  prepared,
                  priority,
                  () -> progress.stop(() -> new Exit.BySignal(SIGINT)));
    }

    /** Makes room for another one. */
    void over() {
      progress.jobEnds();
      places.release();
    }
  }
}
