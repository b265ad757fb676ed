package waybill.dialects.tyger.store;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.problem.StoreTexts;
import waybill.dialects.tyger.spec.Buffer;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.written.TagRules;
import waybill.engine.EngineClock;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerChange.Removed;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerQuery.Mark;
import waybill.model.failure.FailureException;

/**
 * Buffers: what they are, not what is in them. For any number of threads.
 *
 * <p>An active one whose time is over is deleted, and a deleted one purged, by whoever looks at it
 * first: a thread looks every 30 seconds, and every method before it answers. How long a deleted
 * one is kept counts from then, so that also after a long time without us it can be restored.
 */
public final class Buffers implements AutoCloseable {
  private static final String KIND = BufferEntries.KIND;
  private static final Duration SWEEPS = Duration.ofSeconds(30);

  /** Buffers that are changed in one commit. */
  private static final int BATCH = 1000;

  /**
   * How long buffers are kept.
   *
   * @param active until an active one is deleted that says nothing else; zero for never
   * @param deleted until a deleted one is purged
   */
  public record Lifetimes(Duration active, Duration deleted) {
    public static final Lifetimes DEFAULT = new Lifetimes(Duration.ZERO, Duration.ofDays(1));
  }

  private final Ledger ledger;
  private final Containers containers;
  private final Lifetimes lifetimes;
  private final EngineClock clock;
  private final Consumer<String> log;
  private final SecureRandom random = new SecureRandom();
  private final PurgedBuffers purged;
  private final Pages pages = new Pages(KIND);

  /** Containers of which nobody can know yet that they are wanted. */
  private final Set<String> making = ConcurrentHashMap.newKeySet();

  /** Held by whoever changes buffers that are there, which is short: a commit. */
  private final ReentrantLock lock = new ReentrantLock();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final @Nullable Thread sweeper;

  /** Without anybody who is told what goes wrong while nobody asks; it goes wrong again then. */
  public Buffers(Ledger ledger, BlobStore blobs, Lifetimes lifetimes, EngineClock clock) {
    this(ledger, blobs, lifetimes, clock, line -> {});
  }

  /**
   * Begins with what an earlier process has left to do, in a thread of its own.
   *
   * @param log told what goes wrong with nobody there who waits for it
   */
  public Buffers(
      Ledger ledger,
      BlobStore blobs,
      Lifetimes lifetimes,
      EngineClock clock,
      Consumer<String> log) {
    this(ledger, of(blobs), lifetimes, clock, log, true);
  }

  Buffers(
      Ledger ledger,
      Containers containers,
      Lifetimes lifetimes,
      EngineClock clock,
      Consumer<String> log,
      boolean sweeps) {
    this.ledger = ledger;
    this.containers = containers;
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.log = log;
    this.purged = new PurgedBuffers(ledger, containers, log);
    this.sweeper =
        sweeps ? Thread.ofVirtual().name("waybill-buffers").start(this::sweepNowAndThen) : null;
  }

  private static Containers of(BlobStore blobs) {
    return new Containers() {
      @Override
      public void create(String id) {
        blobs.create(id);
      }

      @Override
      public List<String> ids() {
        return blobs.containers();
      }

      @Override
      public void remove(String id) {
        blobs.remove(id);
      }
    };
  }

  /**
   * A new one, with an empty container. Fails with {@link Refusal} when its tags are none.
   *
   * @param expiresAt when it is to be deleted; empty for the usual time
   */
  public Buffer create(Map<String, String> tags, Optional<Instant> expiresAt) {
    try (NewBuffer made = prepare(tags, expiresAt)) {
      ledger.commit(made.changes());
      made.keep();
      return made.buffer();
    }
  }

  /** The same, but for the commit: for whoever has more to say in it. */
  public NewBuffer prepare(Map<String, String> tags, Optional<Instant> expiresAt) {
    TagRules.check(tags);
    Instant now = clock.now().truncatedTo(ChronoUnit.MICROS);
    String id = BufferEntries.newId(random);
    Buffer made = BufferEntries.buffer(id, now, false, expiresAt.or(() -> activeUntil(now)), tags);
    return NewBuffer.make(made, BufferEntries.labelled(made, now), containers, making);
  }

  /** In that state; one whose time is over is not there any more. */
  public Optional<Buffer> find(String id, boolean softDeleted) {
    Optional<Buffer> known = known(id);
    if (known.isPresent() && isDue(known.get(), clock.now())) {
      known = locked(() -> settled(id));
    }
    return known.filter(buffer -> buffer.isSoftDeleted() == softDeleted);
  }

  /**
   * Newest first.
   *
   * @param limit 0 or more; no page is longer than 2000
   * @param continuation of an earlier page; fails with {@link Refusal} when it is none
   */
  public Page<Buffer> list(
      TagFilter filter, boolean softDeleted, int limit, Optional<String> continuation) {
    Optional<Mark> after = continuation.map(pages::mark);
    settleAll();
    List<LedgerEntry> found =
        ledger.list(BufferEntries.query(filter, softDeleted, after, Pages.wanted(limit)));
    return pages.page(found, limit, BufferEntries::buffer, pages::byTime);
  }

  public long count(TagFilter filter, boolean softDeleted) {
    settleAll();
    return ledger.counts(KIND, BufferEntries.filter(filter, softDeleted)).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * Changes tags and expiry.
   *
   * @param tags instead of all that it had
   * @param expiresAt when an active one is deleted, or a deleted one is purged; empty for as it was
   * @param eTag which it must have; empty for any
   */
  public Buffer set(
      String id,
      boolean softDeleted,
      Map<String, String> tags,
      Optional<Instant> expiresAt,
      Optional<String> eTag) {
    TagRules.check(tags);
    return locked(
        () -> {
          Buffer known =
              settled(id)
                  .filter(buffer -> buffer.isSoftDeleted() == softDeleted)
                  .orElseThrow(Refusal::notFound);
          if (eTag.isPresent() && !eTag.get().equals(known.eTag())) {
            throw precondition(StoreTexts.OTHER_ETAG);
          }
          Optional<Instant> expiry = expiresAt.or(known::expiresAt);
          Buffer changed = BufferEntries.buffer(id, known.createdAt(), softDeleted, expiry, tags);
          ledger.commit(BufferEntries.labelled(changed, clock.now()));
          return changed;
        });
  }

  public Buffer delete(String id) {
    return changed(id, false, StoreTexts.ALREADY_DELETED, this::deleted);
  }

  public Buffer restore(String id) {
    return changed(id, true, StoreTexts.NOT_DELETED, this::restored);
  }

  /** What it was; its content is gone when this returns, or soon after if the disk forbids it. */
  public Buffer purge(String id) {
    return changed(id, true, StoreTexts.NOT_DELETED, this::gone);
  }

  public long deleteAll(TagFilter filter) {
    return changeAll(filter, false, this::deleted);
  }

  public long restoreAll(TagFilter filter) {
    return changeAll(filter, true, this::restored);
  }

  public long purgeAll(TagFilter filter) {
    return changeAll(filter, true, this::gone);
  }

  /** Deletes and purges what has expired, and removes what is left of purged ones. */
  public void sweep() {
    settleAll();
    purged.resume();
  }

  /** Removes containers that an earlier process made for buffers that never came to be. */
  void removeStrays() {
    for (String id : containers.ids()) {
      if (closed.getCount() == 0) {
        return;
      }
      // In this order: when it is not being made any more, it is known or never will be.
      if (!making.contains(id) && ledger.find(KIND, id, OptionalInt.empty()).isEmpty()) {
        containers.remove(id);
      }
    }
  }

  private void sweepNowAndThen() {
    try {
      removeStrays();
    } catch (FailureException e) {
      log.accept("containers without buffers stay for now: " + e.getMessage());
    }
    try {
      do {
        try {
          sweep();
        } catch (FailureException e) {
          log.accept("expired buffers stay for now: " + e.getMessage());
        }
      } while (!closed.await(SWEEPS.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when nothing more is swept; the ledger is closed afterwards. */
  @Override
  public void close() {
    closed.countDown();
    if (sweeper != null) {
      try {
        sweeper.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What becomes of a buffer: what is written, and what it is then. */
  private record Step(Buffer buffer, List<LedgerChange> changes, boolean isGone) {}

  private Step deleted(Buffer buffer) {
    return step(buffer, true, Optional.of(clock.now().plus(lifetimes.deleted())));
  }

  private Step restored(Buffer buffer) {
    return step(buffer, false, activeUntil(clock.now()));
  }

  private Step gone(Buffer buffer) {
    Instant now = clock.now();
    Buffer last =
        BufferEntries.buffer(
            buffer.id(), buffer.createdAt(), true, Optional.of(now), buffer.tags());
    return new Step(
        last,
        List.of(new Removed(KIND, buffer.id()), PurgedBuffers.announced(buffer.id(), now)),
        true);
  }

  private Step step(Buffer from, boolean softDeleted, Optional<Instant> expiresAt) {
    Buffer to =
        BufferEntries.buffer(from.id(), from.createdAt(), softDeleted, expiresAt, from.tags());
    return new Step(to, BufferEntries.changes(to, clock.now()), false);
  }

  private Optional<Instant> activeUntil(Instant now) {
    return lifetimes.active().isZero()
        ? Optional.empty()
        : Optional.of(now.plus(lifetimes.active()));
  }

  private Buffer changed(
      String id, boolean softDeleted, String otherwise, Function<Buffer, Step> change) {
    return locked(
        () -> {
          Buffer known = settled(id).orElseThrow(Refusal::notFound);
          if (known.isSoftDeleted() != softDeleted) {
            throw precondition(otherwise);
          }
          Step step = change.apply(known);
          commit(List.of(step));
          return step.buffer();
        });
  }

  private static Refusal precondition(String text) {
    return new Refusal(Refusal.Code.PRECONDITION_FAILED, text);
  }

  /** Newest first and some at a time: what is made meanwhile is not meant. */
  private long changeAll(TagFilter filter, boolean softDeleted, Function<Buffer, Step> change) {
    settleAll();
    long count = 0;
    Optional<Mark> after = Optional.empty();
    int size;
    do {
      Optional<Mark> from = after;
      List<LedgerEntry> batch =
          locked(
              () -> {
                List<LedgerEntry> found =
                    ledger.list(BufferEntries.query(filter, softDeleted, from, BATCH));
                commit(found.stream().map(BufferEntries::buffer).map(change).toList());
                return found;
              });
      size = batch.size();
      count += size;
      if (size > 0) {
        after = Optional.of(new Mark(batch.getLast().created(), batch.getLast().id()));
      }
    } while (size == BATCH);
    return count;
  }

  private <T> T locked(Supplier<T> work) {
    T done;
    lock.lock();
    try {
      done = work.get();
    } finally {
      lock.unlock();
    }
    purged.remove();
    return done;
  }

  private void commit(List<Step> steps) {
    ledger.commit(steps.stream().flatMap(step -> step.changes().stream()).toList());
    purged.add(steps.stream().filter(Step::isGone).map(step -> step.buffer().id()).toList());
  }

  private static boolean isDue(Buffer buffer, Instant now) {
    return buffer.expiresAt().isPresent() && !buffer.expiresAt().get().isAfter(now);
  }

  private Step expired(Buffer buffer) {
    return buffer.isSoftDeleted() ? gone(buffer) : deleted(buffer);
  }

  /** The buffer after all that its time has brought. With the lock held. */
  private Optional<Buffer> settled(String id) {
    Optional<Buffer> known = known(id);
    while (known.isPresent() && isDue(known.get(), clock.now())) {
      commit(List.of(expired(known.get())));
      known = known(id);
    }
    return known;
  }

  private void settleAll() {
    Instant now = clock.now();
    while (!ledger.due(KIND, now, 1).isEmpty()) {
      locked(
          () -> {
            var steps = new ArrayList<Step>();
            for (String id : ledger.due(KIND, now, BATCH)) {
              known(id).ifPresent(buffer -> steps.add(expired(buffer)));
            }
            commit(steps);
            return steps;
          });
    }
  }

  private Optional<Buffer> known(String id) {
    return ledger.find(KIND, id, OptionalInt.empty()).map(BufferEntries::buffer);
  }
}
