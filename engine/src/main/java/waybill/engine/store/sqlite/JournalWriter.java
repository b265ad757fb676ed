package waybill.engine.store.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * The one thread that writes. It takes all that has gathered and commits it at once, so that a
 * thousand events cost hardly more than one; what comes meanwhile gathers for the next time, a
 * little longer while nobody waits for it. Who brings more than can wait waits.
 */
final class JournalWriter implements Runnable {
  /** Of changes that wait. */
  private static final long MAX_WAITING_BYTES = 16 << 20;

  /** Of changes in one transaction. */
  private static final int MAX_BATCH = 4000;

  /**
   * So far apart are commits that nobody waits for. A stream of events would else be a stream of
   * commits, each of which wakes everybody who reads along; nobody sees the difference.
   */
  private static final long GATHER_NANOS = 10_000_000;

  private final Session session;
  private final OutputFiles files;
  private final StoreFailures failures;
  private final Retention retention;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Condition less = lock.newCondition();
  private final ArrayDeque<Change> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long taken;

  /** Somebody waits for the changes up to this one. */
  private long urgent;

  private long done;
  private long lastCommit = System.nanoTime() - GATHER_NANOS;
  private boolean gathering;
  private long lastSequence;
  private long durableSequence;
  private boolean closing;
  private boolean ended;

  /** Why the last thing that was written was not. */
  private @Nullable FailureException trouble;

  /** Ends that could not be written yet: a run must not seem to go on for ever. */
  private final List<Change.End> unwritten = new ArrayList<>();

  JournalWriter(
      Session session,
      OutputFiles files,
      StoreFailures failures,
      Retention retention,
      long lastSequence) {
    this.session = session;
    this.files = files;
    this.failures = failures;
    this.retention = retention;
    this.lastSequence = lastSequence;
    this.durableSequence = lastSequence;
    this.thread = Thread.ofPlatform().name("waybill-journal").daemon().start(this);
  }

  /**
   * Takes changes that belong together, in their order.
   *
   * @return a ticket for {@link #await}
   */
  long submit(List<? extends Change> changes) {
    lock.lock();
    try {
      while (waitingBytes > MAX_WAITING_BYTES && !ended) {
        less.awaitUninterruptibly();
      }
      if (closing) {
        throw closed().asException();
      }
      for (Change change : changes) {
        take(change);
      }
      if (!gathering || waitingBytes > MAX_WAITING_BYTES / 2) {
        more.signal();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void take(Change change) {
    if (change instanceof Change.Output next
        && waiting.peekLast() instanceof Change.Output last
        && last.takes(next)) {
      return;
    }
    for (Change.Happening happening : change.happenings()) {
      happening.sequence = ++lastSequence;
    }
    waiting.add(change);
    waitingBytes += change.bytes();
    taken++;
  }

  private static Failure closed() {
    return Failure.of(FailureCode.STORE_UNREADABLE, "the journal was closed");
  }

  /** Returns when everything taken up to the ticket was written, or could not be. */
  void await(long ticket) {
    lock.lock();
    try {
      if (ticket > urgent) {
        urgent = ticket;
        more.signal();
      }
      while (done < ticket && !ended) {
        less.awaitUninterruptibly();
      }
      if (done < ticket) {
        throw closed().asException();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #await} for all that was taken so far; throws when that could not be written. */
  void flush() {
    lock.lock();
    try {
      await(taken);
      if (trouble != null) {
        throw trouble;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next commit after which this sequence number is not the last; false at the end.
   */
  boolean awaitBeyond(long sequence) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (durableSequence <= sequence && !closing) {
        less.await();
      }
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  long durableSequence() {
    lock.lock();
    try {
      return durableSequence;
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits, and ends. */
  void close() {
    lock.lock();
    try {
      closing = true;
      more.signal();
      less.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what was recorded is written first
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    var batch = new ArrayList<Change>();
    try {
      retention.begin(session);
      while (gather(batch)) {
        FailureException why = write(batch);
        finished(batch, why);
        if (why == null) {
          afterwards(batch);
        }
        batch.clear();
      }
    } finally {
      lock.lock();
      try {
        closing = true;
        ended = true;
        less.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean gather(List<Change> batch) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        more.awaitUninterruptibly();
      }
      awaitMore();
      for (Change next = waiting.poll(); next != null; next = waiting.poll()) {
        batch.add(next);
        waitingBytes -= next.bytes();
        if (batch.size() == MAX_BATCH) {
          break;
        }
      }
      return !batch.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whoever waits, closes, or brings a lot ends it. */
  private void awaitMore() {
    long left = lastCommit + GATHER_NANOS - System.nanoTime();
    gathering = true;
    while (left > 0 && urgent <= done && !closing && waitingBytes <= MAX_WAITING_BYTES / 2) {
      try {
        left = more.awaitNanos(left);
      } catch (InterruptedException nobodyDoes) {
        left = 0;
      }
    }
    gathering = false;
  }

  private void finished(List<Change> batch, @Nullable FailureException why) {
    lock.lock();
    try {
      done += batch.size();
      lastCommit = System.nanoTime();
      trouble = why;
      for (Change change : batch) {
        for (Change.Happening happening : change.happenings()) {
          durableSequence = happening.sequence;
        }
      }
      less.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** All at once; where that fails each alone, so that only who is to blame suffers. */
  private @Nullable FailureException write(List<Change> batch) {
    FailureException together = transaction(batch);
    if (together == null) {
      return null;
    }
    FailureException last = null;
    for (Change change : batch) {
      FailureException why = batch.size() == 1 ? together : transaction(List.of(change));
      if (why != null) {
        change.failed(why);
        boolean told = change instanceof Change.Begin || change instanceof Together;
        last = told ? last : why;
        if (change instanceof Change.End end) {
          unwritten.add(end);
        }
      }
    }
    return last;
  }

  private @Nullable FailureException transaction(List<? extends Change> changes) {
    try {
      session.run("BEGIN IMMEDIATE");
      boolean whole = false;
      try {
        for (Change change : changes) {
          change.apply(session, files);
        }
        files.sync();
        session.run("COMMIT");
        whole = true;
      } finally {
        if (!whole) {
          rollBack();
        }
      }
      return null;
    } catch (SQLException | IOException e) {
      return failures.of("cannot write the journal", e);
    } catch (RuntimeException e) {
      // A fault of ours must not end the thread that everybody waits for.
      return failures.of("cannot write the journal", e);
    }
  }

  private void rollBack() {
    session.failed();
    try {
      files.sync();
    } catch (IOException e) {
      // the descriptors are free, and what was in the files is not referred to
    }
    try {
      if (!session.connection().getAutoCommit()) {
        return;
      }
      Database.run(session.connection(), "ROLLBACK");
    } catch (SQLException e) {
      return; // the database has rolled back by itself, as it does on a full disk
    }
  }

  private void afterwards(List<Change> batch) {
    unwritten.removeIf(end -> transaction(List.of(end)) == null);
    int ended = 0;
    for (Change change : batch) {
      ended += change.endedRuns();
    }
    if (ended > 0) {
      retention.ended(session, ended);
    }
  }
}
