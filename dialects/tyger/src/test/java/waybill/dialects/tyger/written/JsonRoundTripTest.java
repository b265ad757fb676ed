package waybill.dialects.tyger.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.StoredCodespec;
import waybill.dialects.tyger.written.WrittenRun.WrittenJob;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;

/** What is written means the same when it is read. */
class JsonRoundTripTest {
  private static final Arbitrary<String> TEXT =
      Arbitraries.strings()
          .withChars("a$(){}\"\\'\n\t :,#é-1\u2028\u0001")
          .ofMaxLength(12)
          .map(text -> text.length() % 3 == 1 ? text + "😀" : text);
  private static final Arbitrary<String> WORD =
      Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(6);
  private static final Arbitrary<Optional<Quantity>> QUANTITY =
      Arbitraries.of("1", "500m", "1Gi", "2G", "1e3", "").map(Quantity::of);

  @Property(tries = 300)
  void storedCodespecs(@ForAll("codespecs") Codespec codespec) {
    StoredCodespec stored =
        new StoredCodespec("n", 3, Instant.parse("2026-01-02T03:04:05.006Z"), codespec);
    StoredCodespec read = CodespecJson.readStored(CodespecJson.write(stored));
    assertThat(read).isEqualTo(stored);
    assertThat(List.copyOf(read.codespec().env().keySet()))
        .isEqualTo(List.copyOf(codespec.env().keySet()));
    assertThat(CodespecJson.write(read)).isEqualTo(CodespecJson.write(stored));
    assertThat(JsonLines.of(CodespecJson.write(stored), "  ")).endsWith("\n  }");
  }

  @Property(tries = 300)
  void bodies(@ForAll("codespecs") Codespec codespec) {
    WrittenCodespec written = WrittenCodespec.of(codespec).named("n");
    byte[] body = Told.bytes(CodespecJson.write(written));
    assertThat(CodespecJson.read(body)).isEqualTo(written);
    assertThat(CodespecJson.checked(CodespecJson.read(body))).isEqualTo(codespec);
  }

  @Property(tries = 300)
  void filesThatAreJson(@ForAll("codespecs") Codespec codespec) {
    WrittenCodespec written = WrittenCodespec.of(codespec);
    String lines = JsonLines.of(CodespecJson.write(written), "");
    assertThat(SpecFiles.codespec("f.yml", Told.stream(lines))).isEqualTo(written);
  }

  @Property(tries = 300)
  void runs(@ForAll("runs") WrittenRun run) {
    String body = RunJson.write(run);
    WrittenRun read = SpecFiles.run("f.yml", Told.stream(body));
    assertThat(read).isEqualTo(run.withKinds());
    assertThat(RunJson.write(read)).isEqualTo(body);
    assertThat(RunJson.read(Told.bytes(body)).job().buffers()).isEqualTo(run.job().buffers());
  }

  @Provide
  Arbitrary<WrittenRun> runs() {
    Arbitrary<Map<String, String>> words = WORD.list().ofMaxSize(4).map(keys -> map(keys, "v"));
    Arbitrary<WrittenRef> refs =
        Arbitraries.oneOf(
            WORD.map(WrittenRef.Text::new),
            codespecs().map(codespec -> new WrittenRef.Inline(WrittenCodespec.of(codespec))));
    Arbitrary<OptionalInt> numbers = Arbitraries.integers().between(1, 9).map(OptionalInt::of);
    Arbitrary<Optional<String>> ttl =
        Arbitraries.of("", "00:01:00", "00:30:05")
            .map(text -> text.isEmpty() ? Optional.<String>empty() : Optional.of(text));
    return Combinators.combine(refs, words, words, numbers, ttl)
        .as(
            (ref, buffers, tags, number, time) ->
                new WrittenRun(
                    new WrittenJob(
                        Optional.of(ref),
                        fitting(ref, buffers),
                        tags,
                        time,
                        Optional.of("pool"),
                        number),
                    Optional.empty(),
                    Optional.empty(),
                    number,
                    tags,
                    time));
  }

  /** Of a codespec that is there, only its own parameters can be given. */
  private static Map<String, String> fitting(WrittenRef ref, Map<String, String> buffers) {
    return switch (ref) {
      case WrittenRef.Text _ -> buffers;
      case WrittenRef.Inline(WrittenCodespec codespec) -> map(codespec.inputs(), "v");
    };
  }

  @Provide
  Arbitrary<Codespec> codespecs() {
    Arbitrary<List<String>> words = TEXT.list().ofMaxSize(4);
    Arbitrary<Map<String, String>> env =
        Combinators.combine(WORD.list().ofMaxSize(4), TEXT).as(JsonRoundTripTest::map);
    Arbitrary<Optional<String>> text =
        TEXT.map(string -> string.isEmpty() ? Optional.<String>empty() : Optional.of(string));
    Arbitrary<Resources> resources =
        Combinators.combine(QUANTITY, QUANTITY, QUANTITY)
            .as(
                (cpu, memory, shm) ->
                    new Resources(
                        new Resources.Amounts(cpu, Optional.empty()),
                        new Resources.Amounts(Optional.empty(), memory),
                        Quantity.of("1"),
                        shm));
    Arbitrary<OptionalInt> replicas =
        Arbitraries.integers()
            .between(0, 5)
            .map(n -> n == 0 ? OptionalInt.empty() : OptionalInt.of(n));
    return Combinators.combine(
            words, words, text, env, resources, replicas, WORD.list().ofMaxSize(4))
        .as(
            (command, args, dir, variables, needs, most, names) -> {
              List<String> buffers = new ArrayList<>(new LinkedHashSet<>(names));
              return new Codespec(
                  Kind.JOB,
                  "image",
                  command,
                  args,
                  dir,
                  variables,
                  Optional.empty(),
                  needs,
                  most,
                  buffers,
                  List.of(),
                  List.of(),
                  Map.of());
            });
  }

  private static Map<String, String> map(List<String> keys, String value) {
    Map<String, String> map = new LinkedHashMap<>();
    keys.forEach(key -> map.put(key, value + key));
    return map;
  }
}
