package waybill.dialects.tyger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.StoredCodespec;

@Timeout(60)
class CodespecsTest extends StoreFixture {
  private static final OptionalInt LATEST = OptionalInt.empty();

  private final List<Codespecs> made = new ArrayList<>();

  @BeforeEach
  void make() {
    made.add(new Codespecs(ledger(), clock));
  }

  private Codespecs codespecs() {
    return made.getLast();
  }

  static Codespec codespec(String image, String... outputs) {
    return new Codespec(
        Kind.JOB,
        image,
        List.of(),
        List.of(),
        Optional.empty(),
        Map.of("A", "1"),
        Optional.empty(),
        Resources.NONE,
        OptionalInt.empty(),
        List.of(),
        List.of(outputs),
        List.of(),
        Map.of());
  }

  @Test
  void theSameAsTheLatestIsTheLatestAndAnythingElseIsNew() {
    StoredCodespec first = codespecs().save("n", codespec("one", "a", "b"));
    assertThat(first.version()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));
    assertThat(codespecs().save("n", codespec("one", "b", "a"))).isEqualTo(first);
    StoredCodespec second = codespecs().save("n", codespec("two"));
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.createdAt()).isAfter(first.createdAt());
    assertThat(codespecs().save("n", codespec("one", "a", "b")).version()).isEqualTo(3);
    assertThat(codespecs().save("other", codespec("one")).version()).isEqualTo(1);
  }

  @Test
  void versionsStayAsTheyWereAlsoAfterARestart() {
    StoredCodespec first = codespecs().save("n", codespec("one"));
    for (int i = 0; i < 5; i++) {
      codespecs().save("n", codespec("image " + i));
    }
    reopen(10);
    make();
    assertThat(codespecs().find("n", OptionalInt.of(1))).contains(first);
    assertThat(codespecs().find("n", LATEST).orElseThrow().version()).isEqualTo(6);
    assertThat(codespecs().save("n", codespec("image 4")).version()).isEqualTo(6);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    codespecs().save("n", codespec("one"));
    assertThat(codespecs().find("n", OptionalInt.of(2))).isEmpty();
    assertThat(codespecs().find("n", OptionalInt.of(0))).isEmpty();
    assertThat(codespecs().find("n", OptionalInt.of(-1))).isEmpty();
    assertThat(codespecs().find("N", LATEST)).isEmpty();
    assertThat(codespecs().find("", LATEST)).isEmpty();
  }

  @Test
  void whoSavesTheSameAtOnceGetsTheSameVersion() throws InterruptedException {
    Set<Integer> versions = ConcurrentHashMap.newKeySet();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 32; t++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> versions.add(codespecs().save("n", codespec("one")).version())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(versions).containsExactly(1);
  }

  @Test
  void whoSavesDifferentThingsAtOnceGetsDifferentVersions() throws InterruptedException {
    Set<Integer> versions = ConcurrentHashMap.newKeySet();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 32; t++) {
      Codespec codespec = codespec("image " + t);
      threads.add(
          Thread.ofVirtual().start(() -> versions.add(codespecs().save("n", codespec).version())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(versions).hasSize(32).contains(1, 32);
    assertThat(ledger().versions("codespec", "n")).hasSize(32);
  }

  private List<String> names(Page<StoredCodespec> page) {
    return page.items().stream().map(StoredCodespec::name).toList();
  }

  @Test
  void listsHaveEachNameOnceInTheOrderOfBytes() {
    for (String name : List.of("b", "a_b", "a.b", "a-b", "a", "ab", "1")) {
      codespecs().save(name, codespec("one"));
    }
    codespecs().save("a", codespec("two"));
    Page<StoredCodespec> all = codespecs().list("", 100, Optional.empty());
    assertThat(names(all)).containsExactly("1", "a", "a-b", "a.b", "a_b", "ab", "b");
    assertThat(all.next()).isEmpty();
    assertThat(all.items().get(1).version()).isEqualTo(2);
  }

  @Test
  void aPrefixIsTakenLiterally() {
    for (String name : List.of("3dxt2", "3d_t2", "3d", "a%", "ab")) {
      codespecs().save(name, codespec("one"));
    }
    assertThat(names(codespecs().list("3d_", 9, Optional.empty()))).containsExactly("3d_t2");
    assertThat(names(codespecs().list("a%", 9, Optional.empty()))).containsExactly("a%");
    assertThat(names(codespecs().list("3D", 9, Optional.empty()))).isEmpty();
    assertThat(names(codespecs().list("%", 9, Optional.empty()))).isEmpty();
  }

  @Test
  void aNewVersionBetweenPagesNeitherRepeatsNorDropsAName() {
    for (int i = 0; i < 10; i++) {
      codespecs().save("n" + i, codespec("one"));
    }
    var names = new ArrayList<String>();
    Optional<String> next = Optional.empty();
    do {
      Page<StoredCodespec> page = codespecs().list("n", 4, next);
      names.addAll(names(page));
      codespecs().save("n1", codespec("two " + names.size()));
      codespecs().save("n9", codespec("two " + names.size()));
      next = page.next();
    } while (next.isPresent());
    assertThat(names).hasSize(10).doesNotHaveDuplicates().isSorted();
    assertThat(codespecs().list("n", 10, Optional.empty()).next()).isEmpty();
    assertThat(codespecs().list("n", 0, Optional.empty()))
        .isEqualTo(new Page<StoredCodespec>(List.of(), Optional.empty()));
  }

  @Test
  void tokensThatAreNoneAreRefused() {
    for (int i = 0; i < 3; i++) {
      codespecs().save("n" + i, codespec("one"));
    }
    String token = codespecs().list("", 1, Optional.empty()).next().orElseThrow();
    String ofRuns =
        new Pages("run").byId(ledger().latest("codespec", "", Optional.empty(), 1).getFirst());
    for (String wrong :
        List.of("", "x", "%%%", "ü", token + "=", token.substring(1), ofRuns, "A".repeat(5000))) {
      assertThatThrownBy(() -> codespecs().list("", 1, Optional.of(wrong)))
          .describedAs("%s", wrong)
          .isInstanceOf(Refusal.class)
          .hasMessage("Invalid continuation token.");
    }
  }
}
