package waybill.dialects.tyger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.Run.ResolvedCodespec;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.store.RunRecord;
import waybill.engine.store.Secrets;
import waybill.model.task.Outcome.Canceller;

@Timeout(60)
class RunRecordsTest extends StoreFixture {
  private static final Path DIRECTORY = Path.of("/the/folder");
  private static final RunFilter ALL = new RunFilter(Optional.empty(), Set.of(), Map.of());

  private final List<RunRecords> made = new ArrayList<>();

  @BeforeEach
  void make() {
    made.add(new RunRecords(ledger()));
  }

  private RunRecords records() {
    return made.getLast();
  }

  private Run run(String... tags) {
    var map = new HashMap<String, String>();
    for (int i = 0; i < tags.length; i += 2) {
      map.put(tags[i], tags[i + 1]);
    }
    var codespec = CodespecsTest.codespec("image-of-runs");
    var job =
        new RunRequest.JobTarget(
            new CodespecRef.Inline(codespec),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            1);
    var request =
        new RunRequest(
            job,
            Optional.empty(),
            Optional.empty(),
            RunRequest.DEFAULT_TIMEOUT_SECONDS,
            map,
            Optional.empty());
    clock.advance(Duration.ofSeconds(1));
    return new Run(
        records().next(),
        RunStatus.PENDING,
        Optional.empty(),
        OptionalInt.empty(),
        clock.now(),
        Optional.empty(),
        Optional.empty(),
        request,
        new ResolvedCodespec(Optional.empty(), OptionalInt.empty(), codespec),
        map);
  }

  private Run begin(String... tags) {
    return records().begin(run(tags), Optional.empty(), DIRECTORY, new Secrets(), List.of());
  }

  private static Run with(Run run, RunStatus status, String reason) {
    return new Run(
        run.id(),
        status,
        reason.isEmpty() ? Optional.empty() : Optional.of(reason),
        run.runningCount(),
        run.createdAt(),
        run.startedAt(),
        run.finishedAt(),
        run.request(),
        run.job(),
        run.tags());
  }

  private static Run tagged(Run run, Map<String, String> tags) {
    return new Run(
        run.id(),
        run.status(),
        run.statusReason(),
        run.runningCount(),
        run.createdAt(),
        run.startedAt(),
        run.finishedAt(),
        run.request(),
        run.job(),
        tags);
  }

  private RunRecord journalled(Run run) {
    return journal().run(run.id()).orElseThrow();
  }

  @Test
  void aRunIsInTheJournalToo() {
    Run run = begin();
    assertThat(records().find(run.id())).contains(run);
    assertThat(journalled(run))
        .returns("run", RunRecord::kind)
        .returns("inline", RunRecord::name)
        .returns("" + run.id(), RunRecord::nativeId)
        .returns(DIRECTORY, RunRecord::directory);
    assertThat(journal().events(0, OptionalLong.of(run.id()), 9))
        .singleElement()
        .satisfies(event -> assertThat(event.fact()).isInstanceOf(SubmissionStarted.class));
    assertThat(records().find(run.id() + 1)).isEmpty();
    assertThat(records().find(-1)).isEmpty();
    assertThat(records().find(Long.MIN_VALUE)).isEmpty();
  }

  @Test
  void secretsAreNotRemembered() {
    var secrets = new Secrets();
    secrets.add("image-of-runs");
    Run run = records().begin(run(), Optional.empty(), DIRECTORY, secrets, List.of());
    assertThat(records().find(run.id()).orElseThrow().job().codespec().image()).isEqualTo("***");
  }

  @Test
  void aTerminalStatusEndsTheRunOfTheJournal() {
    Map<RunStatus, Ending> endings =
        Map.of(
            RunStatus.SUCCEEDED, new Ending.Succeeded(),
            RunStatus.FAILED, new Ending.Failed("Main exited with code 3"),
            RunStatus.CANCELED, new Ending.Killed(Canceller.USER));
    endings.forEach(
        (status, ending) -> {
          Run run = begin();
          changed(with(run, RunStatus.RUNNING, ""));
          assertThat(journalled(run).ended()).isEmpty();
          assertThat(ledger().openRuns()).containsExactly(run.id());
          changed(with(run, status, status == RunStatus.FAILED ? "Main exited with code 3" : ""));
          assertThat(journalled(run).ended().map(RunRecord.End::ending)).contains(ending);
          assertThat(ledger().openRuns()).isEmpty();
        });
  }

  private void changed(Run run) {
    assertThat(records().change(run.id(), known -> run)).isPresent();
  }

  @Test
  void whoeverAloneChangesARunNeedNotReadIt() {
    Run run = begin("a", "1");
    Run running = with(run, RunStatus.RUNNING, "");
    records().pass(run, running);
    assertThat(list(statuses(RunStatus.RUNNING), 9)).containsExactly(run.id());
    Run tagged = tagged(running, Map.of("b", "2"));
    records().update(running, tagged);
    assertThat(records().find(run.id()).orElseThrow())
        .returns(RunStatus.RUNNING, Run::status)
        .returns(Map.of("b", "2"), Run::tags);
    Run over = tagged(with(run, RunStatus.SUCCEEDED, ""), Map.of("b", "2"));
    records().update(tagged, over);
    assertThat(records().find(run.id()).map(Run::status)).contains(RunStatus.SUCCEEDED);
    assertThat(journalled(run).ended().map(RunRecord.End::ending)).contains(new Ending.Succeeded());
    assertThat(list(tags(Map.of("b", "2")), 9)).containsExactly(run.id());
    assertThatThrownBy(() -> records().pass(running, over))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RunFilter statuses(RunStatus status) {
    return new RunFilter(Optional.empty(), Set.of(status), Map.of());
  }

  @Test
  void whatIsOverStaysAsItIsButForItsTags() {
    Run run = begin("a", "1");
    Run failed = with(run, RunStatus.FAILED, "first");
    changed(failed);
    changed(with(run, RunStatus.RUNNING, ""));
    changed(with(run, RunStatus.CANCELED, "Canceled by user"));
    assertThat(records().find(run.id())).contains(failed);
    Map<String, String> tags = Map.of("b", "2");
    changed(tagged(with(run, RunStatus.RUNNING, ""), tags));
    assertThat(records().find(run.id()).orElseThrow())
        .returns(RunStatus.FAILED, Run::status)
        .returns(Optional.of("first"), Run::statusReason)
        .returns(tags, Run::tags);
    assertThat(list(tags(tags), 9)).containsExactly(run.id());
    assertThat(list(tags(Map.of("a", "1")), 9)).isEmpty();
  }

  private static RunFilter tags(Map<String, String> tags) {
    return new RunFilter(Optional.empty(), Set.of(), tags);
  }

  private List<Long> list(RunFilter filter, int limit) {
    return records().list(filter, limit, Optional.empty()).items().stream().map(Run::id).toList();
  }

  @Test
  void changesOfManyThreadsAllCount() throws InterruptedException {
    Run run = begin();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 20; t++) {
      String key = "t" + t;
      UnaryOperator<Run> change =
          known -> {
            var tags = new HashMap<>(known.tags());
            tags.put(key, "v");
            return tagged(known, tags);
          };
      threads.add(Thread.ofVirtual().start(() -> records().change(run.id(), change)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(records().find(run.id()).orElseThrow().tags()).hasSize(20);
  }

  @Test
  void aChangeThatThrowsOrOfARunThatIsNotThereHasNotHappened() {
    Run run = begin();
    assertThatThrownBy(
            () ->
                records()
                    .change(
                        run.id(),
                        known -> {
                          throw Refusal.invalid("no");
                        }))
        .isInstanceOf(Refusal.class);
    assertThat(records().change(4711, known -> known)).isEmpty();
    assertThatThrownBy(() -> changed(tagged(run, Map.of("a b", ""))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("Tag keys");
    assertThatThrownBy(() -> begin("a b", "")).isInstanceOf(Refusal.class);
    assertThat(records().find(run.id())).contains(run);
  }

  @Test
  void aKeyMakesOneRunOnlyAlsoAfterARestart() {
    Optional<String> key = Optional.of("k'1");
    Run first = records().begin(run(), key, DIRECTORY, new Secrets(), List.of());
    assertThat(records().withKey("k'1")).contains(first);
    assertThat(records().begin(run(), key, DIRECTORY, new Secrets(), List.of())).isEqualTo(first);
    reopen(10);
    make();
    assertThat(records().begin(run(), key, DIRECTORY, new Secrets(), List.of()).id())
        .isEqualTo(first.id());
    assertThat(records().begin(run(), Optional.of("k2"), DIRECTORY, new Secrets(), List.of()).id())
        .isNotEqualTo(first.id());
    assertThat(list(ALL, 9)).hasSize(2);
    assertThatThrownBy(
            () ->
                records()
                    .begin(
                        run(), Optional.of("k".repeat(257)), DIRECTORY, new Secrets(), List.of()))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void ofManyRequestsWithOneKeyAtOnceOneMakesARun() throws InterruptedException {
    Set<Long> ids = ConcurrentHashMap.newKeySet();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 16; t++) {
      Run run = run();
      threads.add(
          Thread.ofVirtual()
              .start(
                  () ->
                      ids.add(
                          records()
                              .begin(run, Optional.of("k"), DIRECTORY, new Secrets(), List.of())
                              .id())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ids).hasSize(1);
    assertThat(list(ALL, 99)).hasSize(1);
  }

  @Test
  void listsAreNewestFirstByStatusTagsAndTime() {
    Run a = begin("x", "1", "y", "1");
    Run b = begin("x", "1");
    Run c = begin();
    changed(with(a, RunStatus.SUCCEEDED, ""));
    changed(with(b, RunStatus.FAILED, ""));
    assertThat(list(ALL, 9)).containsExactly(c.id(), b.id(), a.id());
    assertThat(list(ALL, 2)).containsExactly(c.id(), b.id());
    assertThat(list(ALL, 0)).isEmpty();
    assertThat(list(tags(Map.of("x", "1")), 9)).containsExactly(b.id(), a.id());
    assertThat(list(tags(Map.of("x", "1", "y", "1")), 9)).containsExactly(a.id());
    var over =
        new RunFilter(Optional.empty(), Set.of(RunStatus.SUCCEEDED, RunStatus.FAILED), Map.of());
    assertThat(list(over, 9)).containsExactly(b.id(), a.id());
    var late = new RunFilter(Optional.of(b.createdAt()), Set.of(), Map.of());
    assertThat(list(late, 9)).containsExactly(c.id());
    assertThat(records().counts(ALL))
        .isEqualTo(Map.of(RunStatus.PENDING, 1L, RunStatus.SUCCEEDED, 1L, RunStatus.FAILED, 1L));
    assertThat(records().counts(tags(Map.of("y", "1")))).isEqualTo(Map.of(RunStatus.SUCCEEDED, 1L));
    assertThat(records().counts(new RunFilter(Optional.of(Instant.MAX), Set.of(), Map.of())))
        .isEmpty();
  }

  @Test
  void pagesFollowEachOther() {
    for (int i = 0; i < 10; i++) {
      begin();
    }
    var ids = new ArrayList<Long>();
    Optional<String> next = Optional.empty();
    do {
      Page<Run> page = records().list(ALL, 3, next);
      page.items().forEach(run -> ids.add(run.id()));
      begin(); // is newer, and on no page that follows
      next = page.next();
    } while (next.isPresent());
    assertThat(ids).hasSize(10).doesNotHaveDuplicates();
    assertThatThrownBy(() -> records().list(ALL, 3, Optional.of("none")))
        .isInstanceOf(Refusal.class)
        .hasMessage("Invalid continuation token.");
  }

  @Test
  void whatAnEarlierProcessLeftCanBeEnded() {
    Run left = begin();
    Run over = begin();
    changed(with(over, RunStatus.SUCCEEDED, ""));
    reopen(10);
    make();
    journal().endLost(Canceller.WAYBILL, Set.copyOf(ledger().openRuns()));
    assertThat(records().open()).containsExactly(left);
    assertThat(journal().resume(left.id(), new Secrets())).isTrue();
    changed(with(left, RunStatus.FAILED, "the agent has died"));
    assertThat(journalled(left).ended().map(RunRecord.End::ending))
        .contains(new Ending.Failed("the agent has died"));
    assertThat(records().open()).isEmpty();
  }

  @Test
  void recordsGoWithTheJournalsRuns() {
    reopen(2);
    make();
    Optional<String> key = Optional.of("k");
    Run first = records().begin(run("x", "1"), key, DIRECTORY, new Secrets(), List.of());
    changed(with(first, RunStatus.SUCCEEDED, ""));
    for (int i = 0; i < 4; i++) {
      changed(with(begin("x", "1"), RunStatus.SUCCEEDED, ""));
    }
    reopen(2);
    make();
    assertThat(records().find(first.id())).isEmpty();
    assertThat(list(tags(Map.of("x", "1")), 9)).hasSize(2);
    assertThat(records().counts(ALL)).isEqualTo(Map.of(RunStatus.SUCCEEDED, 2L));
    Run again = records().begin(run(), key, DIRECTORY, new Secrets(), List.of());
    assertThat(again.id()).isGreaterThan(first.id());
  }

  @Test
  void marksAreOfTagsAndNotOfWhatGoesOnByItself() {
    Run run = begin("a", "1");
    assertThat(RunRecords.eTag(with(run, RunStatus.RUNNING, ""))).isEqualTo(RunRecords.eTag(run));
    assertThat(RunRecords.eTag(tagged(run, Map.of("a", "2")))).isNotEqualTo(RunRecords.eTag(run));
    assertThat(RunRecords.eTag(begin("a", "1"))).isNotEqualTo(RunRecords.eTag(run));
  }
}
