package waybill.dialects.tyger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Buffer;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.store.Buffers.Lifetimes;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

@Timeout(60)
class BuffersTest extends StoreFixture {
  private static final TagFilter ALL = new TagFilter(Map.of(), Map.of());
  private static final Optional<Instant> NEVER = Optional.empty();
  private static final Optional<String> ANY = Optional.empty();

  private final FakeContainers containers = new FakeContainers();
  private final List<Buffers> made = new ArrayList<>();

  /** Remembers which there are; may be told to fail. */
  private static final class FakeContainers implements Containers {
    final Set<String> present = ConcurrentHashMap.newKeySet();
    volatile boolean stuck;

    @Override
    public void create(String id) {
      present.add(id);
    }

    @Override
    public List<String> ids() {
      return List.copyOf(present);
    }

    @Override
    public void remove(String id) {
      if (stuck) {
        throw Failure.of(FailureCode.STORE_UNREADABLE, "the disk is stuck").asException();
      }
      present.remove(id);
    }
  }

  @BeforeEach
  void make() {
    make(Lifetimes.DEFAULT);
  }

  private void make(Lifetimes lifetimes) {
    made.add(new Buffers(ledger(), containers, lifetimes, clock, log::add, false));
  }

  private Buffers buffers() {
    return made.getLast();
  }

  private Buffer create(String... tags) {
    clock.advance(Duration.ofMillis(1));
    return buffers().create(map(tags), NEVER);
  }

  private static Map<String, String> map(String... tags) {
    var map = new HashMap<String, String>();
    for (int i = 0; i < tags.length; i += 2) {
      map.put(tags[i], tags[i + 1]);
    }
    return map;
  }

  private List<String> ids(TagFilter filter, boolean softDeleted) {
    return buffers().list(filter, softDeleted, 100, Optional.empty()).items().stream()
        .map(Buffer::id)
        .toList();
  }

  @Test
  void whatIsPreparedIsABufferWhenItWasCommittedAndNothingElse() {
    try (NewBuffer given = buffers().prepare(map("a", "1"), NEVER)) {
      assertThat(containers.present).containsExactly(given.buffer().id());
      buffers().removeStrays();
      assertThat(containers.present).hasSize(1);
      assertThat(buffers().find(given.buffer().id(), false)).isEmpty();
    }
    assertThat(containers.present).isEmpty();
    Buffer kept;
    try (NewBuffer given = buffers().prepare(map("a", "1"), NEVER)) {
      ledger().commit(given.changes());
      given.keep();
      kept = given.buffer();
    }
    assertThat(buffers().find(kept.id(), false)).contains(kept);
    assertThat(containers.present).containsExactly(kept.id());
  }

  @Test
  void aContainerWhoseBufferNeverCameToBeIsRemovedByTheNextProcess() {
    Buffer buffer = create();
    Buffer deleted = create();
    buffers().delete(deleted.id());
    containers.present.add("stray");
    make(Lifetimes.DEFAULT);
    buffers().removeStrays();
    assertThat(containers.present).containsExactlyInAnyOrder(buffer.id(), deleted.id());
  }

  @Test
  void aBufferIsFoundAsItWasMade() {
    Buffer buffer = create("b", "2", "a", "1");
    assertThat(buffer.id()).matches("[a-z2-7]{26}");
    assertThat(buffer.location()).isEqualTo("local");
    assertThat(buffer.isSoftDeleted()).isFalse();
    assertThat(buffer.expiresAt()).isEmpty();
    assertThat(buffer.eTag()).matches("[0-9]{1,20}");
    assertThat(containers.present).containsExactly(buffer.id());
    reopen(10);
    make();
    assertThat(buffers().find(buffer.id(), false)).contains(buffer);
    assertThat(buffers().find(buffer.id(), true)).isEmpty();
    assertThat(buffers().find("nonesuch", false)).isEmpty();
    assertThat(buffers().find("", false)).isEmpty();
  }

  @Test
  void tagsThatAreNoneAreRefusedWhenItIsMadeAndLater() {
    Buffer buffer = create();
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 101; i++) {
      many.put("t" + i, "");
    }
    Map<Map<String, String>, String> wrong =
        Map.of(
            many,
            "No more than 100 tags",
            Map.of("a b", ""),
            "Tag keys must contain",
            Map.of("", ""),
            "Tag keys must contain",
            Map.of("ü", ""),
            "Tag keys must contain",
            Map.of("k".repeat(129), ""),
            "Tag keys must contain",
            Map.of("k", "v".repeat(257)),
            "Tag values can contain",
            Map.of("k", "a\nb"),
            "Tag values can contain");
    wrong.forEach(
        (tags, text) -> {
          assertThatThrownBy(() -> buffers().create(tags, NEVER))
              .isInstanceOf(Refusal.class)
              .hasMessageContaining(text);
          assertThatThrownBy(() -> buffers().set(buffer.id(), false, tags, NEVER, ANY))
              .isInstanceOf(Refusal.class)
              .hasMessageContaining(text);
        });
    assertThat(containers.present).hasSize(1);
    assertThat(create("K-._9".repeat(25), "v".repeat(256)).tags()).hasSize(1);
  }

  @Test
  void deletionGoesFromActiveToDeletedToGone() {
    String id = create("x", "1").id();
    refused(() -> buffers().restore(id), "Buffer is not soft-deleted", 412);
    refused(() -> buffers().purge(id), "Buffer is not soft-deleted", 412);
    Buffer deleted = buffers().delete(id);
    assertThat(deleted.isSoftDeleted()).isTrue();
    assertThat(deleted.expiresAt()).isPresent();
    assertThat(deleted.tags()).isEqualTo(Map.of("x", "1"));
    assertThat(buffers().find(id, true)).contains(deleted);
    assertThat(buffers().find(id, false)).isEmpty();
    refused(() -> buffers().delete(id), "Buffer is already soft-deleted", 412);
    Buffer restored = buffers().restore(id);
    assertThat(restored.expiresAt()).isEmpty();
    assertThat(restored.createdAt()).isEqualTo(deleted.createdAt());
    assertThat(ids(ALL, false)).containsExactly(id);
    assertThat(containers.present).contains(id);
    buffers().delete(id);
    buffers().purge(id);
    assertThat(containers.present).isEmpty();
    refused(() -> buffers().delete(id), "The resource was not found", 404);
    refused(() -> buffers().restore(id), "The resource was not found", 404);
    refused(() -> buffers().purge(id), "The resource was not found", 404);
    refused(() -> buffers().set(id, true, Map.of(), NEVER, ANY), "The resource was not found", 404);
    assertThat(ledger().ids("buffer-purged", "", 9)).isEmpty();
  }

  private static void refused(Runnable what, String text, int status) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code().status()).isEqualTo(status))
        .hasMessage(text);
  }

  @Test
  void whatIsSetIsSetOnlyForWhoHasSeenTheLatest() {
    Buffer buffer = create("t1", "v1", "t2", "v2");
    Map<String, String> tags = Map.of("t3", "v3");
    refused(
        () -> buffers().set(buffer.id(), false, tags, NEVER, Optional.of("bad")),
        "ETag does not match",
        412);
    refused(
        () -> buffers().set("bad-id", false, tags, NEVER, Optional.of("bad")),
        "The resource was not found",
        404);
    refused(
        () -> buffers().set(buffer.id(), true, tags, NEVER, ANY),
        "The resource was not found",
        404);
    Buffer changed = buffers().set(buffer.id(), false, tags, NEVER, Optional.of(buffer.eTag()));
    assertThat(changed.eTag()).isNotEqualTo(buffer.eTag());
    assertThat(changed.tags()).isEqualTo(tags);
    assertThat(buffers().find(buffer.id(), false)).contains(changed);
    assertThat(ids(new TagFilter(Map.of("t1", "v1"), Map.of()), false)).isEmpty();
    assertThat(ids(new TagFilter(tags, Map.of()), false)).containsExactly(buffer.id());
  }

  @Test
  void ofManyWhoSetAtOnceNoneIsLost() throws InterruptedException {
    String id = create().id();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 16; t++) {
      String key = "t" + t;
      threads.add(Thread.ofVirtual().start(() -> addTag(id, key)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(buffers().find(id, false).orElseThrow().tags()).hasSize(16);
  }

  private void addTag(String id, String key) {
    while (true) {
      Buffer seen = buffers().find(id, false).orElseThrow();
      var tags = new HashMap<>(seen.tags());
      tags.put(key, "v");
      try {
        buffers().set(id, false, tags, NEVER, Optional.of(seen.eTag()));
        return;
      } catch (Refusal outdated) {
        assertThat(outdated.code()).isEqualTo(Refusal.Code.PRECONDITION_FAILED);
      }
    }
  }

  @Test
  void marksAreOfAllThatCanBeChanged() {
    Buffer buffer = create("a", "b");
    assertThat(buffers().set(buffer.id(), false, buffer.tags(), NEVER, ANY).eTag())
        .isEqualTo(buffer.eTag());
    String expiring =
        buffers().set(buffer.id(), false, buffer.tags(), in(Duration.ofDays(1)), ANY).eTag();
    String deleted = buffers().delete(buffer.id()).eTag();
    assertThat(List.of(buffer.eTag(), expiring, deleted, create("a", "b").eTag()))
        .doesNotHaveDuplicates();
    assertThat(ETags.of(Map.of("a", "bc"), "x")).isNotEqualTo(ETags.of(Map.of("ab", "c"), "x"));
  }

  private Optional<Instant> in(Duration time) {
    return Optional.of(clock.now().plus(time));
  }

  @Test
  void whatExpiresIsDeletedAndThenGoneAtOnce() {
    String id = buffers().create(Map.of("x", "1"), in(Duration.ofHours(1))).id();
    assertThat(buffers().find(id, false)).isPresent();
    clock.advance(Duration.ofHours(1));
    assertThat(buffers().find(id, false)).isEmpty();
    refused(() -> buffers().delete(id), "Buffer is already soft-deleted", 412);
    assertThat(buffers().find(id, true).orElseThrow().expiresAt())
        .isEqualTo(in(Duration.ofDays(1)));
    clock.advance(Duration.ofDays(1));
    refused(() -> buffers().restore(id), "The resource was not found", 404);
    buffers().sweep();
    assertThat(containers.present).isEmpty();
  }

  @Test
  void listsAndCountsKnowNothingThatHasExpired() {
    buffers().create(Map.of(), in(Duration.ofHours(1)));
    assertThat(buffers().count(ALL, false)).isEqualTo(1);
    clock.advance(Duration.ofHours(1));
    assertThat(ids(ALL, false)).isEmpty();
    assertThat(buffers().count(ALL, true)).isEqualTo(1);
    clock.advance(Duration.ofDays(1));
    assertThat(buffers().count(ALL, true)).isZero();
    assertThat(ids(ALL, true)).isEmpty();
    assertThat(containers.present).isEmpty();
  }

  @Test
  void aTimeToLiveOfNothingIsOverAtOnceAlsoForADeletedOne() {
    String id = create().id();
    buffers().set(id, false, Map.of(), in(Duration.ZERO), ANY);
    assertThat(buffers().find(id, false)).isEmpty();
    buffers().set(id, true, Map.of(), in(Duration.ZERO), ANY);
    assertThat(buffers().find(id, true)).isEmpty();
    assertThat(containers.present).isEmpty();
  }

  @Test
  void aDeletedOneCanBeRestoredAlsoAfterALongTimeWithoutUs() {
    String id = buffers().create(Map.of(), in(Duration.ofHours(1))).id();
    clock.advance(Duration.ofDays(30));
    reopen(10);
    make();
    buffers().sweep();
    assertThat(buffers().restore(id).isSoftDeleted()).isFalse();
  }

  @Test
  void theUsualTimeIsThatOfEveryActiveOne() {
    make(new Lifetimes(Duration.ofDays(1), Duration.ofHours(1)));
    Buffer buffer = create();
    assertThat(buffer.expiresAt()).isEqualTo(in(Duration.ofDays(1)));
    assertThat(buffers().delete(buffer.id()).expiresAt()).isEqualTo(in(Duration.ofHours(1)));
    assertThat(buffers().restore(buffer.id()).expiresAt()).isEqualTo(in(Duration.ofDays(1)));
    assertThat(buffers().create(Map.of(), in(Duration.ofDays(9))).expiresAt())
        .isEqualTo(in(Duration.ofDays(9)));
  }

  @Test
  void timesThatAreFarAwayAreFine() {
    String id = buffers().create(Map.of(), Optional.of(Instant.MAX)).id();
    assertThat(buffers().find(id, false)).isPresent();
    String old = buffers().create(Map.of(), Optional.of(Instant.MIN)).id();
    assertThat(buffers().find(old, false)).isEmpty();
    assertThat(buffers().find(old, true)).isPresent();
    assertThat(ids(ALL, false)).containsExactly(id);
  }

  @Test
  void listsAreByTagsNewestFirst() {
    String a = create("X", "U", "t1", "v", "t2", "v").id();
    String b = create("X", "U", "t2", "v", "t3", "v").id();
    String c = create("X", "U", "t1", "v", "t3", "v").id();
    String d = create().id();
    assertThat(ids(ALL, false)).containsExactly(d, c, b, a);
    assertThat(ids(new TagFilter(map("X", "U", "t1", "v", "t2", "v"), Map.of()), false))
        .containsExactly(a);
    assertThat(ids(new TagFilter(map("X", "U", "t1", "v"), Map.of()), false)).containsExactly(c, a);
    assertThat(ids(new TagFilter(map("X", "U"), map("t1", "v")), false)).containsExactly(b);
    assertThat(ids(new TagFilter(map("X", "U"), map("t1", "v", "t2", "v")), false)).isEmpty();
    assertThat(buffers().count(new TagFilter(Map.of(), map("X", "U")), false)).isEqualTo(1);
  }

  @Test
  void pagesFollowEachOtherAlsoForThoseOfOneMoment() {
    for (int i = 0; i < 11; i++) {
      buffers().create(Map.of(), NEVER);
    }
    var ids = new ArrayList<String>();
    Optional<String> next = Optional.empty();
    do {
      Page<Buffer> page = buffers().list(ALL, false, 4, next);
      page.items().forEach(buffer -> ids.add(buffer.id()));
      next = page.next();
    } while (next.isPresent());
    assertThat(ids).hasSize(11).doesNotHaveDuplicates();
    refused(
        () -> buffers().list(ALL, false, 4, Optional.of("none")),
        "Invalid continuation token.",
        400);
  }

  @Test
  void manyAreDeletedRestoredAndPurgedByTheirTags() throws InterruptedException {
    var threads = new ArrayList<Thread>(); // whose commits share a sync
    for (int i = 0; i < 2100; i++) {
      Map<String, String> tags = map("X", "U", "i", "" + i % 3);
      threads.add(Thread.ofVirtual().start(() -> buffers().create(tags, NEVER)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    create("X", "other");
    var some = new TagFilter(map("X", "U"), map("i", "1"));
    assertThat(buffers().deleteAll(some)).isEqualTo(1400);
    assertThat(buffers().deleteAll(some)).isZero();
    assertThat(buffers().count(ALL, false)).isEqualTo(701);
    assertThat(buffers().restoreAll(new TagFilter(map("i", "0"), Map.of()))).isEqualTo(700);
    assertThat(buffers().purgeAll(ALL)).isEqualTo(700);
    assertThat(containers.present).hasSize(1401);
    assertThat(buffers().count(ALL, true)).isZero();
    assertThat(buffers().count(ALL, false)).isEqualTo(1401);
    assertThat(log).isEmpty();
  }

  @Test
  void aRemovalThatIsNotFinishedIsFinishedByTheNextProcess() {
    String id = create().id();
    buffers().delete(id);
    containers.stuck = true;
    buffers().purge(id);
    assertThat(log).singleElement().asString().contains("the disk is stuck");
    assertThat(buffers().find(id, true)).isEmpty();
    assertThat(containers.present).containsExactly(id);
    containers.stuck = false;
    reopen(10);
    make();
    buffers().sweep();
    assertThat(containers.present).isEmpty();
    assertThat(ledger().ids("buffer-purged", "", 9)).isEmpty();
  }

  @Test
  void whatCannotBeRememberedLeavesNoContainer() {
    journal().close();
    assertThatThrownBy(() -> create()).isInstanceOf(FailureException.class);
    assertThat(containers.present).isEmpty();
  }

  @Test
  void theThreadSweepsAtTheStartAndEndsWithClose() throws InterruptedException {
    String id = buffers().create(Map.of(), in(Duration.ofHours(1))).id();
    clock.advance(Duration.ofDays(1));
    var sweeping = new Buffers(ledger(), containers, Lifetimes.DEFAULT, clock, log::add, true);
    while (!ledger().due("buffer", clock.now(), 1).isEmpty()) {
      Thread.onSpinWait();
    }
    sweeping.close();
    sweeping.close();
    assertThat(buffers().find(id, true)).isPresent();
  }

  @Test
  void contentGoesWithItsBuffer() {
    BlobStore blobs = BlobStore.open(folder.resolve("blobs"));
    try (var real = new Buffers(ledger(), blobs, Lifetimes.DEFAULT, clock)) {
      String id = real.create(Map.of(), NEVER).id();
      assertThat(blobs.has(id)).isTrue();
      real.delete(id);
      assertThat(blobs.has(id)).isTrue();
      real.purge(id);
      assertThat(blobs.has(id)).isFalse();
    }
  }

  @Test
  void sweepersAndUsersMayMeet() throws InterruptedException {
    var errors = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 20; i++) {
                        String id = buffers().create(Map.of(), in(Duration.ZERO)).id();
                        buffers().sweep();
                        buffers().purge(id);
                      }
                    } catch (RuntimeException e) {
                      errors.incrementAndGet();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(errors).hasValue(0);
    assertThat(containers.present).isEmpty();
  }
}
