package waybill.dialects.bacalhau.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import waybill.dialects.bacalhau.job.JobItem.News;
import waybill.dialects.bacalhau.job.JobItem.Rerun;
import waybill.dialects.bacalhau.job.JobItem.Stop;
import waybill.dialects.bacalhau.job.JobItem.Submit;
import waybill.dialects.bacalhau.run.ExecutionRunner;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.engine.EngineClock;
import waybill.engine.store.Journal;
import waybill.engine.store.Ledger;
import waybill.model.failure.FailureException;

/**
 * The jobs of this machine, alive: the only place where {@link JobKeeper} meets threads and time.
 * One thread takes what has gathered and makes a turn of it, so that under load one commit is for
 * many. It sleeps until the next thing is due, and for ever when nothing is.
 *
 * <p>Closing ends nothing of a job: executions end with the process, and the next one finds the
 * jobs as after a crash.
 */
public final class JobLoop implements Jobs, AutoCloseable {
  /** Items of one turn at most, so that a commit has an end. */
  private static final int MOST_ITEMS = 1000;

  /** The wall clock may be set while we sleep, and the machine may have slept too. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  /** After this time we try to write again what could not be written. */
  private static final Duration WRITE_AGAIN = Duration.ofSeconds(1);

  private static final JobItem WAKE_UP = new News("", new JobEvent.Woken());

  private final BlockingQueue<JobItem> inbox = new LinkedBlockingQueue<>();
  private final EngineClock clock;
  private final Consumer<String> log;
  private final JobFinder finder;
  private final JobKeeper keeper;
  private final Thread thread;
  private long nextTurn = System.nanoTime();
  private volatile boolean closing;
  private volatile boolean over;

  private JobLoop(World world) {
    var entries = new JobEntries(world.specToJson(), world.specFromJson());
    var here = new Fleet(List.of(world.machine()));
    this.clock = world.clock();
    this.log = world.log();
    this.finder = new JobFinder(world.ledger(), entries);
    this.keeper =
        new JobKeeper(
            world.ledger(),
            entries,
            () -> "j-" + UUID.randomUUID(),
            () -> here,
            world.runner(),
            inbox::add,
            world.log());
    List<JobItem> first = keeper.recover(world.journal());
    this.thread = Thread.ofPlatform().daemon().name("jobs").unstarted(() -> run(first));
  }

  /**
   * What the loop works with.
   *
   * @param specToJson writes a job's spec for the ledger
   * @param specFromJson reads it back
   * @param log told what nobody else is
   */
  public record World(
      Journal journal,
      Ledger ledger,
      Function<JobSpec, String> specToJson,
      Function<String, JobSpec> specFromJson,
      ExecutionRunner runner,
      EngineClock clock,
      Machine machine,
      Consumer<String> log) {}

  /**
   * Takes over the jobs that are not over, and goes on with them.
   *
   * @throws FailureException when the ledger cannot be read
   */
  public static JobLoop start(World world) {
    var loop = new JobLoop(world);
    loop.thread.start();
    return loop;
  }

  @Override
  public Job submit(JobSpec spec, boolean force, OptionalInt seen) {
    var reply = new Reply();
    return ask(new Submit(reply, spec, force, seen), reply);
  }

  @Override
  public Job rerun(JobName name, OptionalInt version) {
    var reply = new Reply();
    return ask(new Rerun(reply, name, version), reply);
  }

  @Override
  public Job stop(JobName name, String reason) {
    var reply = new Reply();
    return ask(new Stop(reply, name, reason), reply);
  }

  private Job ask(JobItem item, Reply reply) {
    inbox.add(item);
    if (over) {
      refuseAll();
    }
    return reply.await();
  }

  @Override
  public Job find(JobName name) {
    return finder.latest(name);
  }

  @Override
  public Job find(JobName name, int version) {
    return finder.version(name, version);
  }

  @Override
  public List<Job> versions(JobName name) {
    return finder.versions(name);
  }

  @Override
  public Page list(Query query) {
    return finder.list(query);
  }

  private void run(List<JobItem> first) {
    List<JobItem> items = first;
    try {
      while (!closing) {
        List<JobItem> unwritten = keeper.turn(items, clock.now());
        nextTurn = System.nanoTime() + keeper.pause().toNanos();
        items = next(unwritten);
      }
    } catch (InterruptedException stopped) {
      log.accept("the jobs' thread was interrupted");
    } catch (Throwable fault) {
      // Callers would wait for ever; the jobs are in the ledger, for the next agent.
      log.accept("jobs are not looked after any more: " + fault);
    } finally {
      over = true;
      items.forEach(item -> item.refuse(JobFailures.closed())); // who was answered does not mind
      keeper.refuseAll(JobFailures.closed());
      refuseAll();
    }
  }

  private List<JobItem> next(List<JobItem> unwritten) throws InterruptedException {
    var items = new ArrayList<>(unwritten);
    items.removeIf(JobItem::isWake);
    JobItem first = waitForItem(!unwritten.isEmpty());
    if (first != null) {
      items.add(first);
      inbox.drainTo(items, MOST_ITEMS);
      gather(items);
    }
    items.addAll(keeper.due(clock.now()));
    return items;
  }

  /** Waits for more until it is time, unless somebody waits for us. */
  private void gather(List<JobItem> items) throws InterruptedException {
    boolean hurries = false;
    for (JobItem item : items) {
      hurries |= mustNotWait(item);
    }
    while (!hurries && !closing && items.size() < MOST_ITEMS) {
      JobItem item = inbox.poll(nextTurn - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (item == null) {
        return;
      }
      items.add(item);
      hurries = mustNotWait(item);
    }
  }

  /** Questions, and the word to end. */
  private static boolean mustNotWait(JobItem item) {
    return !(item instanceof News) || item.isWake();
  }

  private @Nullable JobItem waitForItem(boolean writeAgain) throws InterruptedException {
    Optional<Instant> wake = keeper.firstWake();
    if (wake.isEmpty() && !writeAgain) {
      return inbox.take();
    }
    Duration pause = writeAgain ? WRITE_AGAIN : LOOK_AGAIN;
    Duration untilWake = wake.map(at -> Duration.between(clock.now(), at)).orElse(pause);
    Duration wait = untilWake.compareTo(pause) < 0 && !writeAgain ? untilWake : pause;
    return inbox.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
  }

  private void refuseAll() {
    for (JobItem item = inbox.poll(); item != null; item = inbox.poll()) {
      item.refuse(JobFailures.closed());
    }
  }

  /** Returns when no turn is under way and none will be. */
  @Override
  public void close() {
    closing = true;
    inbox.add(WAKE_UP);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // a half-done turn must not be left to a journal that is closed next
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
