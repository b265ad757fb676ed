package waybill.dialects.tyger.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.SocketSpec;
import waybill.dialects.tyger.store.RunFilter;
import waybill.engine.event.Event.Remark;

class AdmissionTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static CodespecRef named(String name, OptionalInt version) {
    return new CodespecRef.Named(name, version);
  }

  private void assertRefused(RunRequest request, String text) {
    assertThatThrownBy(() -> lab.create(request))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code().status()).isEqualTo(400))
        .hasMessage(text);
    var all = new RunFilter(Optional.empty(), Set.of(), Map.of());
    assertThat(lab.runs.list(all, 10, Optional.empty()).items()).isEmpty();
    var none = new waybill.dialects.tyger.store.TagFilter(Map.of(), Map.of());
    assertThat(lab.buffers.count(none, false)).isZero();
  }

  private static RunRequest of(CodespecRef codespec) {
    return Lab.request(codespec, Map.of(), 600, 1);
  }

  private static Codespec job(
      Kind kind, Optional<String> identity, OptionalInt maxReplicas, List<SocketSpec> sockets) {
    return new Codespec(
        kind,
        "image",
        List.of("/bin/true"),
        List.of(),
        Optional.empty(),
        Map.of(),
        identity,
        Resources.NONE,
        maxReplicas,
        List.of(),
        List.of(),
        sockets,
        Map.of());
  }

  private static Codespec identified(String identity) {
    return job(Kind.JOB, Optional.of(identity), OptionalInt.empty(), List.of());
  }

  private static Codespec worker() {
    return job(Kind.WORKER, Optional.empty(), OptionalInt.empty(), List.of());
  }

  @Test
  void refusesCodespecsThatThereAreNot() {
    assertRefused(of(named("x", OptionalInt.empty())), "The codespec 'x' was not found");
    assertRefused(of(named("x", OptionalInt.of(7))), "The codespec 'x' was not found");
    lab.codespecs.save("x", Lab.withoutBuffers("1"));
    lab.codespecs.save("x", Lab.withoutBuffers("2"));
    assertRefused(
        of(named("x", OptionalInt.of(7))),
        "The version '7' of codespec 'x' was not found. The latest version is '2'.");
  }

  @Test
  void refusesCodespecsOfTheWrongKind() {
    lab.codespecs.save("w", worker());
    assertRefused(
        of(named("w", OptionalInt.empty())),
        "The job of a run must be a job codespec, and 'w' is a worker codespec");
    assertRefused(
        of(new CodespecRef.Inline(worker())),
        "The job of a run must be a job codespec, and this one is a worker codespec");
  }

  @Test
  void refusesWhatComesLater() {
    RunRequest plain = Lab.request(Lab.withoutBuffers("true"), Map.of());
    assertRefused(
        new RunRequest(
            plain.job(),
            Optional.of(
                new RunRequest.WorkerTarget(
                    new CodespecRef.Inline(worker()), Optional.empty(), 1)),
            Optional.empty(),
            600,
            Map.of(),
            Optional.empty()),
        "Runs with workers are only supported on Kubernetes, not here yet");
    var socket = new SocketSpec(80, Optional.of("i"), Optional.empty());
    assertRefused(
        of(
            new CodespecRef.Inline(
                job(Kind.JOB, Optional.empty(), OptionalInt.empty(), List.of(socket)))),
        "Codespecs with sockets are not supported here yet: use pipes instead");
  }

  @Test
  void refusesBuffersThatNobodyKnows() {
    assertRefused(
        Lab.request(Lab.script("true"), Map.of("nosuch", "ID")),
        "Buffer argument '[nosuch, ID]' does not correspond to a buffer parameter on the codespec");
    assertRefused(
        Lab.request(Lab.script("true"), Map.of("input", "ID")), "The buffer 'ID' was not found");
    String deleted = lab.buffers.create(Map.of(), Optional.empty()).id();
    assertThat(lab.buffers.delete(deleted).isSoftDeleted()).isTrue();
    assertRefused(
        Lab.request(Lab.script("true"), Map.of("input", deleted)),
        "The buffer '" + deleted + "' was not found");
  }

  @Test
  void refusesMoreReplicasThanTheCodespecAllows() {
    var codespec =
        new CodespecRef.Inline(job(Kind.JOB, Optional.empty(), OptionalInt.of(1), List.of()));
    assertRefused(
        Lab.request(codespec, Map.of(), 600, 2),
        "The run asks for 2 replicas, and its codespec allows 1 (maxReplicas)");
    assertRefused(
        Lab.request(codespec, Map.of(), 600, -1), "There cannot be -1 replicas");
  }

  @Test
  void remarksThatOneReplicaIsRunWhereNobodySaysHowManyThereMayBe() throws InterruptedException {
    var codespec = new CodespecRef.Inline(Lab.withoutBuffers("true"));

    Run run = lab.end(lab.create(Lab.request(codespec, Map.of(), 600, 3)));

    lab.journal.flush();
    assertThat(lab.journal.events(0, java.util.OptionalLong.of(run.id()), 100))
        .anyMatch(
            event ->
                event.fact() instanceof Remark(String text)
                    && text.contains("one of 3 replicas is run"));
  }

  @Test
  void refusesIdentitiesThatNobodyConfigured() {
    assertRefused(of(new CodespecRef.Inline(identified("x"))), "Identity 'x' is not supported.");
    lab.identities.put("b", new Identity("b", Map.of(), Map.of()));
    lab.identities.put("a", new Identity("a", Map.of(), Map.of()));
    assertRefused(
        of(new CodespecRef.Inline(identified("x"))),
        "Unknown identity 'x'. Valid options are: 'a', 'b'.");
  }

  @Test
  void refusesTimesThatAreOverAlready() {
    assertRefused(
        Lab.request(new CodespecRef.Inline(Lab.withoutBuffers("true")), Map.of(), 0, 1),
        "timeoutSeconds must be at least 1, and it is 0");
  }

  @Test
  void removesWhatWasMadeForARunThatIsRefusedLate() {
    RunRequest good = Lab.request(Lab.script("true"), Map.of());
    var tags = Map.of("not a key", "1");
    var request =
        new RunRequest(
            good.job(), Optional.empty(), Optional.empty(), 600, tags, Optional.empty());

    assertThatThrownBy(() -> lab.create(request)).isInstanceOf(Refusal.class);

    var none = new waybill.dialects.tyger.store.TagFilter(Map.of(), Map.of());
    assertThat(lab.buffers.count(none, false)).isZero();
  }
}
