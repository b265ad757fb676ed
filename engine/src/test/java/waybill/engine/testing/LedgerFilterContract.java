package waybill.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.engine.store.Journal;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerChange.Due;
import waybill.engine.store.LedgerChange.Labelled;
import waybill.engine.store.LedgerChange.Put;
import waybill.engine.store.LedgerChange.Removed;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerFilter;
import waybill.engine.store.LedgerQuery;
import waybill.engine.store.LedgerQuery.Mark;
import waybill.engine.store.LedgerQuery.Order;

/** What every ledger promises of states, labels, due times and removals. */
@Timeout(60)
public abstract class LedgerFilterContract {
  private static final Instant T = Instant.parse("2026-11-22T05:00:00.123456789Z");
  private static final OptionalInt LATEST = OptionalInt.empty();

  private Ledger ledger;

  /** Opens new and empty ones, for one test. */
  protected abstract void open();

  /** As if the process had died, and another one had opened what it left. */
  protected abstract void restart();

  protected abstract Journal journal();

  protected abstract Ledger ledger();

  @BeforeEach
  void openIt() {
    open();
    ledger = ledger();
  }

  @AfterEach
  void closeIt() {
    journal().close();
  }

  private static LedgerEntry entry(String kind, String id, int version, String state, int second) {
    return new LedgerEntry(
        kind,
        id,
        version,
        "",
        id,
        state,
        state.equals("Going"),
        OptionalLong.empty(),
        T.plusSeconds(second),
        T,
        "{}");
  }

  private void put(String id, String state, int second, String... labels) {
    var map = new HashMap<String, String>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    ledger.commit(
        List.of(new Put(entry("thing", id, 1, state, second)), new Labelled("thing", id, map)));
  }

  private static LedgerFilter filter(Set<String> states, Map<String, String> labels) {
    return new LedgerFilter(states, labels, Map.of(), Optional.empty());
  }

  private static LedgerFilter labelled(String... labels) {
    return labels.length == 2
        ? filter(Set.of(), Map.of(labels[0], labels[1]))
        : filter(Set.of(), Map.of(labels[0], labels[1], labels[2], labels[3]));
  }

  private List<String> ids(LedgerFilter filter) {
    return ledger
        .list(
            new LedgerQuery(
                "thing", Optional.empty(), Order.CREATED, true, Optional.empty(), 1000, filter))
        .stream()
        .map(LedgerEntry::id)
        .toList();
  }

  @Test
  void labelsAreAllWantedAndNoneUnwanted() {
    put("a", "Over", 1, "x", "u", "t1", "v", "t2", "v");
    put("b", "Over", 2, "x", "u", "t2", "v", "t3", "v");
    put("c", "Over", 3, "x", "u", "t1", "v", "t3", "v");
    put("d", "Over", 4);
    assertThat(ids(labelled("x", "u"))).containsExactly("c", "b", "a");
    assertThat(ids(labelled("x", "u", "t1", "v"))).containsExactly("c", "a");
    assertThat(ids(labelled("t1", "v", "t2", "v"))).containsExactly("a");
    assertThat(ids(labelled("t1", "other"))).isEmpty();
    assertThat(ids(labelled("t1", "V"))).isEmpty();
    assertThat(ids(labelled("t%", "v"))).isEmpty();
    assertThat(ids(without(Map.of("x", "u"), Map.of("t1", "v")))).containsExactly("b");
    assertThat(ids(without(Map.of("x", "u"), Map.of("t1", "v", "t2", "v")))).isEmpty();
    assertThat(ids(without(Map.of(), Map.of("t1", "v", "t9", "v")))).containsExactly("d", "b");
    assertThat(ids(without(Map.of(), Map.of("t1", "other")))).hasSize(4);
  }

  private static LedgerFilter without(Map<String, String> with, Map<String, String> without) {
    return new LedgerFilter(Set.of(), with, without, Optional.empty());
  }

  @Test
  void labelsTakeThePlaceOfAllThatWereThere() {
    put("a", "Over", 1, "old", "1", "both", "1");
    ledger.commit(List.of(new Labelled("thing", "a", Map.of("both", "2", "", "ü\u0000'"))));
    assertThat(ids(labelled("old", "1"))).isEmpty();
    assertThat(ids(labelled("both", "1"))).isEmpty();
    assertThat(ids(labelled("both", "2"))).containsExactly("a");
    assertThat(ids(labelled("", "ü\u0000'"))).containsExactly("a");
    ledger.commit(List.of(new Labelled("thing", "a", Map.of())));
    assertThat(ids(labelled("both", "2"))).isEmpty();
  }

  @Test
  void labelsBelongToTheThingAndNotToItsVersion() {
    put("a", "Over", 1, "x", "1");
    ledger.commit(List.of(new Put(entry("thing", "a", 2, "Going", 1))));
    assertThat(ids(labelled("x", "1"))).containsExactly("a");
    assertThat(ids(filter(Set.of("Over"), Map.of("x", "1")))).isEmpty();
    assertThat(ids(filter(Set.of("Going"), Map.of("x", "1")))).containsExactly("a");
  }

  @Test
  void whatIsSaidOfAThingThatIsNotThereIsPassedOver() {
    ledger.commit(
        List.of(
            new Labelled("thing", "a", Map.of("x", "1")),
            new Due("thing", "a", Optional.of(T)),
            new Removed("thing", "a")));
    assertThat(ledger.due("thing", Instant.MAX, 9)).isEmpty();
    put("b", "Over", 1);
    ledger.commit(List.of(new Put(entry("thing", "a", 1, "Over", 1))));
    assertThat(ids(labelled("x", "1"))).isEmpty();
  }

  @Test
  void tooManyLabelsAreRefused() {
    assertThatThrownBy(
            () -> new Labelled("thing", "a", Map.of("x", "y".repeat(Labelled.MAX_CHARACTERS))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labelsThatBecomeTheSameTextAreOne() {
    put("a", "Over", 1, "x\ud83d", "1", "x?", "1");
    assertThat(ids(labelled("x?", "1"))).containsExactly("a");
    assertThat(ids(labelled("x\ud83d", "1"))).containsExactly("a");
  }

  @Test
  void statesAreAnyOfThoseWanted() {
    put("a", "Over", 1, "x", "1");
    put("b", "Going", 2, "x", "1");
    put("c", "Waiting", 3);
    assertThat(ids(filter(Set.of("Over"), Map.of()))).containsExactly("a");
    assertThat(ids(filter(Set.of("Over", "Waiting", "None"), Map.of()))).containsExactly("c", "a");
    assertThat(ids(filter(Set.of("Over", "Waiting"), Map.of("x", "1")))).containsExactly("a");
    assertThat(ids(filter(Set.of("None"), Map.of()))).isEmpty();
    put("a", "Going", 1);
    assertThat(ids(filter(Set.of("Going"), Map.of()))).containsExactly("b", "a");
    assertThat(ids(LedgerFilter.ALL)).containsExactly("c", "b", "a");
  }

  @Test
  void sinceIsStrict() {
    put("a", "Over", 1);
    put("b", "Over", 2);
    put("c", "Going", 3);
    for (Set<String> states : List.of(Set.<String>of(), Set.of("Over", "Going"))) {
      assertThat(ids(since(states, T.plusSeconds(2)))).containsExactly("c");
      assertThat(ids(since(states, T.plusSeconds(2).minusNanos(1)))).containsExactly("c", "b");
      assertThat(ids(since(states, Instant.MIN))).hasSize(3);
      assertThat(ids(since(states, Instant.MAX))).isEmpty();
    }
    assertThat(ledger.counts("thing", since(Set.of(), T.plusSeconds(1))))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Over", 1L, "Going", 1L));
  }

  private static LedgerFilter since(Set<String> states, Instant at) {
    return new LedgerFilter(states, Map.of(), Map.of(), Optional.of(at));
  }

  @Test
  void pagesOfAFilterFollowEachOther() {
    for (int i = 0; i < 30; i++) {
      put("t" + i, i % 3 == 0 ? "Over" : "Going", i / 4, "x", "" + i % 2, "y", "1");
    }
    for (LedgerFilter filter :
        List.of(
            labelled("x", "1"),
            labelled("x", "1", "y", "1"),
            filter(Set.of("Over"), Map.of()),
            filter(Set.of("Over", "Going"), Map.of()),
            filter(Set.of("Over", "Going"), Map.of("x", "0")),
            without(Map.of(), Map.of("x", "1")))) {
      for (Order order : Order.values()) {
        for (boolean newest : List.of(true, false)) {
          assertPaged(filter, order, newest);
        }
      }
    }
  }

  private void assertPaged(LedgerFilter filter, Order order, boolean newest) {
    var first =
        new LedgerQuery("thing", Optional.empty(), order, newest, Optional.empty(), 99, filter);
    List<LedgerEntry> whole = ledger.list(first);
    assertThat(whole).isNotEmpty();
    var paged = new ArrayList<LedgerEntry>();
    Optional<Mark> after = Optional.empty();
    while (true) {
      var page =
          ledger.list(new LedgerQuery("thing", Optional.empty(), order, newest, after, 4, filter));
      if (page.isEmpty()) {
        break;
      }
      paged.addAll(page);
      LedgerEntry last = page.getLast();
      after =
          Optional.of(
              new Mark(order == Order.CREATED ? last.created() : last.modified(), last.id()));
    }
    assertThat(paged).isEqualTo(whole);
  }

  @Test
  void countsAreThoseOfTheList() {
    put("a", "Over", 1, "x", "1", "y", "1");
    put("b", "Over", 2, "x", "1");
    put("c", "Going", 3, "x", "1");
    put("d", "Going", 3);
    ledger.commit(List.of(new Put(entry("thing", "a", 2, "Over", 1))));
    ledger.commit(List.of(new Put(entry("other", "a", 1, "Over", 1))));
    assertThat(ledger.counts("thing", LedgerFilter.ALL))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Over", 2L, "Going", 2L));
    assertThat(ledger.counts("thing", labelled("x", "1")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Over", 2L, "Going", 1L));
    assertThat(ledger.counts("thing", filter(Set.of("Over", "None"), Map.of("x", "1", "y", "1"))))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Over", 1L));
    assertThat(ledger.counts("thing", filter(Set.of("Over", "Going"), Map.of())))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Over", 2L, "Going", 2L));
    assertThat(ledger.counts("thing", without(Map.of(), Map.of("x", "1"))))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Going", 1L));
    assertThat(ledger.counts("none", LedgerFilter.ALL)).isEmpty();
  }

  @Test
  void whatIsDueComesFirstThingsFirst() {
    for (String id : List.of("a", "b", "c")) {
      put(id, "Over", 1);
    }
    ledger.commit(
        List.of(
            new Due("thing", "a", Optional.of(T.plusSeconds(2))),
            new Due("thing", "b", Optional.of(T.plusSeconds(1))),
            new Due("thing", "c", Optional.of(Instant.MAX))));
    assertThat(ledger.due("thing", T, 9)).isEmpty();
    assertThat(ledger.due("thing", T.plusSeconds(1), 9)).containsExactly("b");
    assertThat(ledger.due("thing", T.plusSeconds(3), 9)).containsExactly("b", "a");
    assertThat(ledger.due("thing", T.plusSeconds(3), 1)).containsExactly("b");
    assertThat(ledger.due("other", Instant.MAX, 9)).isEmpty();
    ledger.commit(
        List.of(
            new Due("thing", "b", Optional.empty()),
            new Due("thing", "a", Optional.of(Instant.MIN))));
    assertThat(ledger.due("thing", T.plusSeconds(3), 9)).containsExactly("a");
  }

  @Test
  void aThingThatIsRemovedLeavesNothing() {
    put("a", "Going", 1, "x", "1");
    ledger.commit(
        List.of(
            new Put(entry("thing", "a", 2, "Going", 1)),
            new Put(entry("thing", "b", 1, "Over", 1)),
            new Due("thing", "a", Optional.of(T))));
    ledger.commit(List.of(new Removed("thing", "a")));
    assertThat(ledger.find("thing", "a", LATEST)).isEmpty();
    assertThat(ledger.versions("thing", "a")).isEmpty();
    assertThat(ledger.open("thing")).isEmpty();
    assertThat(ledger.due("thing", Instant.MAX, 9)).isEmpty();
    put("a", "Over", 5);
    assertThat(ids(labelled("x", "1"))).isEmpty();
    assertThat(ids(LedgerFilter.ALL)).containsExactly("a", "b");
  }

  @Test
  void changesOfOneCommitAreInTheirOrder() {
    ledger.commit(
        List.<LedgerChange>of(
            new Put(entry("thing", "a", 1, "Over", 1)),
            new Labelled("thing", "a", Map.of("x", "1")),
            new Removed("thing", "a"),
            new Put(entry("thing", "a", 1, "Over", 2)),
            new Due("thing", "a", Optional.of(T))));
    assertThat(ids(LedgerFilter.ALL)).containsExactly("a");
    assertThat(ids(labelled("x", "1"))).isEmpty();
    assertThat(ledger.due("thing", T, 9)).containsExactly("a");
  }

  @Test
  void latestVersionsComeInTheOrderOfTheirIds() {
    for (String id : List.of("3d_a", "3dxt2", "3d", "B", "a", "j-\uffff", "j-\ud83d\ude00x")) {
      put(id, "Over", 1);
    }
    ledger.commit(List.of(new Put(entry("thing", "3d_a", 2, "Over", 1))));
    assertThat(latest("", Optional.empty(), 99))
        .containsExactly("3d", "3d_a", "3dxt2", "B", "a", "j-\uffff", "j-\ud83d\ude00x");
    assertThat(ledger.latest("thing", "3d_", Optional.empty(), 9))
        .singleElement()
        .extracting(LedgerEntry::version)
        .isEqualTo(2);
    assertThat(latest("3d", Optional.of("3d"), 1)).containsExactly("3d_a");
    assertThat(latest("3d", Optional.of("3d_a"), 9)).containsExactly("3dxt2");
    assertThat(latest("3d", Optional.of("3dxt2"), 9)).isEmpty();
    assertThat(latest("3d", Optional.of("0"), 9)).hasSize(3);
    assertThat(latest("3d", Optional.of("z"), 9)).isEmpty();
    assertThat(latest("", Optional.of("j-\uffff"), 9)).containsExactly("j-\ud83d\ude00x");
    assertThat(latest("%", Optional.empty(), 9)).isEmpty();
    assertThat(latest("3D", Optional.empty(), 9)).isEmpty();
  }

  private List<String> latest(String prefix, Optional<String> after, int limit) {
    return ledger.latest("thing", prefix, after, limit).stream().map(LedgerEntry::id).toList();
  }

  @Test
  void allOfItIsThereAfterARestart() {
    put("a", "Over", 1, "x", "1");
    put("b", "Over", 1, "x", "1");
    ledger.commit(
        List.of(
            new Due("thing", "a", Optional.of(T.plus(Duration.ofDays(1)))),
            new Removed("thing", "b")));
    restart();
    ledger = ledger();
    assertThat(ids(labelled("x", "1"))).containsExactly("a");
    assertThat(ledger.due("thing", T.plus(Duration.ofDays(1)), 9)).containsExactly("a");
  }
}
