package waybill.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.store.Journal;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerChange.Happened;
import waybill.engine.store.LedgerChange.Put;
import waybill.engine.store.LedgerChange.RunBegun;
import waybill.engine.store.LedgerChange.RunEnded;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerQuery;
import waybill.engine.store.LedgerQuery.Mark;
import waybill.engine.store.LedgerQuery.Order;
import waybill.engine.store.NewRun;
import waybill.engine.store.RunRecord;
import waybill.engine.store.Secrets;
import waybill.model.failure.FailureException;
import waybill.model.task.StandardStream;

/** What every ledger promises. Its own test extends this class and says how it is opened. */
@Timeout(60)
public abstract class LedgerContract {
  private static final Instant T = Instant.parse("2026-11-22T05:00:00.123456789Z");
  private static final String PIN = "s3cr3t-pin";
  private static final OptionalInt LATEST = OptionalInt.empty();

  private Journal journal;
  private Ledger ledger;

  /** Opens new and empty ones, for one test. */
  protected abstract void open();

  /** As if the process had died, and another one had opened what it left. */
  protected abstract void restart();

  protected abstract Journal journal();

  protected abstract Ledger ledger();

  @BeforeEach
  void openThem() {
    open();
    journal = journal();
    ledger = ledger();
  }

  @AfterEach
  void closeThem() {
    journal().close();
  }

  private void restarted() {
    restart();
    journal = journal();
    ledger = ledger();
  }

  private static LedgerEntry entry(String id, int version, String name, boolean open) {
    return new LedgerEntry(
        "thing", id, version, "space", name, "Going", open, OptionalLong.empty(), T, T, "{}");
  }

  private static LedgerEntry at(String id, String space, int created, int modified) {
    return new LedgerEntry(
        "thing",
        id,
        1,
        space,
        "n " + id,
        "Going",
        false,
        OptionalLong.empty(),
        T.plusNanos(created),
        T.plusNanos(modified),
        "{}");
  }

  private static LedgerEntry ofRun(String id, long run, boolean open, String body) {
    return new LedgerEntry(
        "thing", id, 1, "space", "n", "Going", open, OptionalLong.of(run), T, T, body);
  }

  private void put(LedgerEntry... entries) {
    var changes = new ArrayList<LedgerChange>();
    for (LedgerEntry entry : entries) {
      changes.add(new Put(entry));
    }
    ledger.commit(changes);
  }

  private static NewRun run(String id, Secrets secrets) {
    return new NewRun("job", "name of " + id, id, Path.of("/the/folder"), secrets);
  }

  private List<Fact> facts(long run) {
    journal.flush();
    return journal.events(0, OptionalLong.of(run), 10_000).stream().map(Event::fact).toList();
  }

  @Test
  void anEntryIsFoundAsItWas() {
    var entry =
        new LedgerEntry(
            "thing",
            "t-1",
            1,
            "a space",
            "ü%_'; DROP TABLE ledger; --\u0000 \u202e\ud83d\ude00",
            "Going",
            true,
            OptionalLong.of(7),
            T,
            T.plusNanos(1),
            "{\"a\":\"\\u0000\",\"b\":[1]}\u0000 and more");
    put(entry);
    assertThat(ledger.find("thing", "t-1", LATEST)).contains(entry);
    assertThat(ledger.find("thing", "t-1", OptionalInt.of(1))).contains(entry);
    assertThat(ledger.named("thing", "a space", entry.name())).contains(entry);
    assertThat(ledger.find("thing", "t-1", OptionalInt.of(2))).isEmpty();
    assertThat(ledger.find("other", "t-1", LATEST)).isEmpty();
    assertThat(ledger.named("thing", "a space", "ü%_'; DROP TABLE ledger; --")).isEmpty();
    assertThat(ledger.named("thing", "a", entry.name())).isEmpty();
  }

  @Test
  void halfSurrogatesAreQuestionMarksAlsoInQuestions() {
    put(entry("i\ud83d", 1, "n\udc00", true));
    assertThat(ledger.find("thing", "i\ud83d", LATEST)).isPresent();
    assertThat(ledger.named("thing", "space", "n\udc00").orElseThrow().name()).isEqualTo("n?");
    assertThat(ledger.ids("thing", "i\ud83d", 5)).containsExactly("i?");
    assertThat(ledger.versions("thing", "i\ud83d")).hasSize(1);
  }

  @Test
  void theSameVersionIsReplacedAndANewerOneIsTheLatest() {
    put(entry("a", 1, "old", true), entry("b", 1, "other", true));
    put(entry("a", 1, "old", false), entry("a", 2, "new", true));
    put(entry("a", 1, "older", false));
    assertThat(ledger.find("thing", "a", LATEST)).contains(entry("a", 2, "new", true));
    assertThat(ledger.versions("thing", "a"))
        .containsExactly(entry("a", 1, "older", false), entry("a", 2, "new", true));
    assertThat(ledger.versions("thing", "none")).isEmpty();
    assertThat(ledger.named("thing", "space", "old")).isEmpty();
    assertThat(ledger.named("thing", "space", "new")).isPresent();
    assertThat(ledger.list(query(Order.CREATED, false, Optional.empty(), 9)))
        .extracting(LedgerEntry::version)
        .containsExactly(2, 1);
  }

  @Test
  void openOnesComeInTheOrderInWhichTheyWereFirstWritten() {
    put(entry("c", 1, "c", true), entry("a", 1, "a", true), entry("b", 1, "b", true));
    put(entry("c", 1, "c", true), entry("a", 2, "a", true), entry("b", 1, "b", false));
    assertThat(ledger.open("thing"))
        .extracting(entry -> entry.id() + entry.version())
        .containsExactly("c1", "a1", "a2");
    assertThat(ledger.open("other")).isEmpty();
  }

  @Test
  void idsAreFoundByHowTheyBegin() {
    for (String id : List.of("j-1a", "j-1b", "j-2", "J-1", "j", "j-\uffff", "j-\ud83d\ude00x")) {
      put(entry(id, 1, id, false));
    }
    put(entry("j-1a", 2, "x", false));
    assertThat(ledger.ids("thing", "j-1", 9)).containsExactly("j-1a", "j-1b");
    assertThat(ledger.ids("thing", "j-", 3)).containsExactly("j-1a", "j-1b", "j-2");
    assertThat(ledger.ids("thing", "", 99)).hasSize(7).startsWith("J-1", "j");
    assertThat(ledger.ids("thing", "j-\uffff", 9)).containsExactly("j-\uffff");
    assertThat(ledger.ids("thing", "j-\ud83d\ude00", 9)).containsExactly("j-\ud83d\ude00x");
    assertThat(ledger.ids("thing", "%", 9)).isEmpty();
    assertThat(ledger.ids("none", "", 9)).isEmpty();
  }

  private static LedgerQuery query(Order order, boolean newest, Optional<Mark> after, int limit) {
    return new LedgerQuery("thing", Optional.empty(), order, newest, after, limit);
  }

  @Test
  void pagesFollowEachOtherInEveryOrder() {
    for (int i = 0; i < 20; i++) {
      put(at("t" + i, i % 2 == 0 ? "even" : "odd", i / 4, -i / 3));
    }
    for (Order order : Order.values()) {
      for (boolean newest : List.of(true, false)) {
        List<LedgerEntry> whole = ledger.list(query(order, newest, Optional.empty(), 100));
        assertThat(whole).hasSize(20);
        var paged = new ArrayList<LedgerEntry>();
        Optional<Mark> after = Optional.empty();
        for (int page = 0; page < 7; page++) {
          paged.addAll(ledger.list(query(order, newest, after, 3)));
          LedgerEntry last = paged.getLast();
          after =
              Optional.of(
                  new Mark(order == Order.CREATED ? last.created() : last.modified(), last.id()));
        }
        assertThat(paged).isEqualTo(whole);
        assertThat(ledger.list(query(order, newest, after, 3))).isEmpty();
        assertThat(whole)
            .extracting(e -> order == Order.CREATED ? e.created() : e.modified())
            .isSortedAccordingTo(
                newest ? java.util.Comparator.reverseOrder() : java.util.Comparator.naturalOrder());
      }
    }
  }

  @Test
  void aSpaceHasItsOwnList() {
    put(at("a", "one", 1, 1), at("b", "two", 2, 2), at("c", "one", 3, 3));
    var one =
        new LedgerQuery("thing", Optional.of("one"), Order.MODIFIED, true, Optional.empty(), 10);
    assertThat(ledger.list(one)).extracting(LedgerEntry::id).containsExactly("c", "a");
  }

  @Test
  void aMarkThatSomebodyMadeUpHurtsNobody() {
    put(at("a", "one", 1, 1));
    for (Instant at : List.of(Instant.MIN, Instant.MAX)) {
      var mark = Optional.of(new Mark(at, "\u0000\ud83d"));
      assertThat(ledger.list(query(Order.CREATED, false, mark, 5)))
          .hasSize(at.equals(Instant.MIN) ? 1 : 0);
    }
  }

  @Test
  void whatIsCommittedTogetherIsThereTogether() {
    long run = ledger.nextRun();
    ledger.commit(
        List.of(
            new Put(ofRun("a", run, true, "{}")),
            new RunBegun(run, run("a", new Secrets())),
            new Happened(run, "r0.1", new Remark("one")),
            new Happened(run, "", new Remark("two"))));
    assertThat(facts(run))
        .containsExactly(
            new SubmissionStarted("job", "name of a", "a"), new Remark("one"), new Remark("two"));
    assertThat(ledger.openRuns()).containsExactly(run);
    journal.record(run, "r0.1", new Remark("by the journal"));
    ledger.commit(
        List.of(new Put(ofRun("a", run, false, "{}")), new RunEnded(run, new Ending.Succeeded())));
    assertThat(facts(run)).hasSize(5).endsWith(new SubmissionEnded(new Ending.Succeeded()));
    assertThat(journal.run(run).flatMap(RunRecord::ended)).isPresent();
    assertThat(ledger.openRuns()).isEmpty();
  }

  @Test
  void whatCannotAllBeWrittenHasNotHappened() {
    long taken = journal.begin(run("taken", new Secrets()));
    long run = ledger.nextRun();
    assertThatThrownBy(
            () ->
                ledger.commit(
                    List.of(
                        new Put(ofRun("a", run, true, "{}")),
                        new Happened(taken, "", new Remark("no")),
                        new RunEnded(taken, new Ending.Succeeded()),
                        new RunBegun(run, run("taken", new Secrets())))))
        .isInstanceOf(FailureException.class);
    assertThat(ledger.find("thing", "a", LATEST)).isEmpty();
    assertThat(facts(taken)).hasSize(1);
    assertThat(journal.run(taken).orElseThrow().ended()).isEmpty();
    assertThat(journal.run(run)).isEmpty();
    journal.record(taken, "", new Remark("it goes on"));
    journal.record(run, "", new Remark("it has never begun"));
    assertThat(facts(taken)).hasSize(2);
    assertThat(facts(run)).isEmpty();
  }

  @Test
  void whatIsToldOfARunThatIsOverIsPassedOver() {
    long run = journal.begin(run("a", new Secrets()));
    journal.end(run, new Ending.Succeeded());
    ledger.commit(
        List.of(
            new Happened(run, "", new Remark("late")),
            new RunEnded(run, new Ending.Failed("late")),
            new Happened(4711, "", new Remark("of nobody")),
            new Put(entry("a", 1, "n", false))));
    assertThat(facts(run)).hasSize(2);
    assertThat(ledger.find("thing", "a", LATEST)).isPresent();
  }

  @Test
  void nothingAtAllIsCommittedToo() {
    ledger.commit(List.of());
    assertThat(ledger.open("thing")).isEmpty();
  }

  @Test
  void numbersOfRunsAreNeverGivenTwice() {
    long first = ledger.nextRun();
    long second = journal.begin(run("b", new Secrets()));
    long third = ledger.nextRun();
    assertThat(List.of(first, second, third)).doesNotHaveDuplicates().isSorted();
    ledger.commit(List.of(new RunBegun(third, run("c", new Secrets()))));
    restarted();
    assertThat(ledger.nextRun()).isGreaterThan(third);
  }

  @Test
  void secretsAreInNoEntry() {
    var secrets = new Secrets();
    secrets.add(PIN);
    secrets.add("say \"it\"");
    long run = ledger.nextRun();
    var entry =
        new LedgerEntry(
            "thing",
            "a",
            1,
            "space",
            "n " + PIN,
            "Going",
            true,
            OptionalLong.of(run),
            T,
            T,
            "{\"env\":[\"A=" + PIN + "\",\"say \\\"it\\\"\",1.50]}");
    ledger.commit(
        List.of(
            new Put(entry),
            new RunBegun(run, run("a", secrets)),
            new Happened(run, "t", new Remark("it is " + PIN)),
            new RunEnded(run, new Ending.Failed(PIN))));
    LedgerEntry kept = ledger.find("thing", "a", LATEST).orElseThrow();
    assertThat(kept.name()).isEqualTo("n ***");
    assertThat(kept.body()).isEqualTo("{\"env\":[\"A=***\",\"***\",1.50]}");
    assertThat(facts(run).toString()).doesNotContain(PIN).contains("it is ***");
  }

  @Test
  void aBodyThatIsNoJsonHasNoSecretsEither() {
    var secrets = new Secrets();
    secrets.add(PIN);
    long run = ledger.nextRun();
    ledger.commit(
        List.of(
            new RunBegun(run, run("a", secrets)), new Put(ofRun("a", run, true, "{" + PIN + ","))));
    assertThat(ledger.find("thing", "a", LATEST).orElseThrow().body()).isEqualTo("{***,");
  }

  @Test
  void outputThatWasHeldBackComesBeforeTheEnd() {
    var secrets = new Secrets();
    secrets.add(PIN);
    long run = journal.begin(run("a", secrets));
    journal.record(run, "t", new OutputWritten(StandardStream.STDOUT, new byte[] {'s', '3'}));
    ledger.commit(
        List.of(
            new Happened(run, "t", new GroupEnded(new Ending.Succeeded(), "{}")),
            new RunEnded(run, new Ending.Succeeded())));
    assertThat(facts(run))
        .hasSize(4)
        .element(1)
        .isInstanceOfSatisfying(
            OutputWritten.class, output -> assertThat(output.bytes()).asString().isEqualTo("s3"));
  }

  @Test
  void largeBodiesAreKeptAndTooLargeOnesRefused() {
    String large = "{\"a\":\"" + "ü".repeat(5_000_000) + "\"}";
    put(ofRun("a", 1, false, large));
    assertThat(ledger.find("thing", "a", LATEST).orElseThrow().body()).isEqualTo(large);
    assertThatThrownBy(() -> put(ofRun("b", 1, false, "x".repeat(LedgerEntry.MAX_BODY + 1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> put(entry("b", 1, "x".repeat(LedgerEntry.MAX_WORDS + 1), false)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ledger.ids("thing", "", 9)).containsExactly("a");
  }

  @Test
  void allOfItIsThereAfterARestart() {
    long run = ledger.nextRun();
    ledger.commit(
        List.of(
            new RunBegun(run, run("a", new Secrets())),
            new Put(ofRun("a", run, true, "{\"x\":1}")),
            new Put(entry("b", 1, "b", false))));
    restarted();
    assertThat(ledger.open("thing")).containsExactly(ofRun("a", run, true, "{\"x\":1}"));
    assertThat(ledger.find("thing", "b", LATEST)).isPresent();
    assertThat(journal.resume(run, new Secrets())).isTrue();
    ledger.commit(List.of(new RunEnded(run, new Ending.Succeeded())));
    assertThat(journal.run(run).flatMap(RunRecord::ended)).isPresent();
  }

  @Test
  void manyThreadsCommitWithoutMixing() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    long shared = journal.begin(run("shared", new Secrets()));
    for (int t = 0; t < 8; t++) {
      String id = "t" + t;
      threads.add(Thread.ofVirtual().start(() -> commitMany(id, shared)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ledger.open("thing")).hasSize(8);
    assertThat(facts(shared)).hasSize(1 + 8 * 50);
    for (LedgerEntry entry : ledger.open("thing")) {
      assertThat(entry.body()).isEqualTo("49");
      assertThat(facts(entry.run().orElseThrow())).hasSize(1 + 50);
    }
  }

  private void commitMany(String id, long shared) {
    long run = ledger.nextRun();
    ledger.commit(List.of(new RunBegun(run, run(id, new Secrets()))));
    for (int i = 0; i < 50; i++) {
      ledger.commit(
          List.of(
              new Happened(run, "", new Remark("" + i)),
              new Put(ofRun(id, run, true, "" + i)),
              new Happened(shared, "", new Remark(id))));
    }
  }
}
