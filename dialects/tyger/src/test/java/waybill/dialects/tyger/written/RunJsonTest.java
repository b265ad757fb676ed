package waybill.dialects.tyger.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.RunStatus;

class RunJsonTest {

  private static RunRequest read(String body) {
    return RunJson.read(Told.bytes(body.replace('\'', '"')));
  }

  @Test
  void withoutATimeoutThereIsOneOfTwelveHours() {
    assertThat(read("{'job':{'codespec':'c'}}").timeoutSeconds()).isEqualTo(43_200);
    assertThat(read("{'job':{'codespec':'c'},'timeoutSeconds':null}").timeoutSeconds())
        .isEqualTo(43_200);
    assertThat(read("{'job':{'codespec':'c','replicas':0}}").job().replicas()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|An empty object is not a valid input value",
        "{'tags':{'a':'b'}}|Error deserializing input: JSON deserialization was missing required"
            + " properties including: 'codespec'. Path: $.job",
        "{'job':{'codespec':'Bad Ref'}}|The codespec reference 'Bad Ref' is invalid. It should be in"
            + " the form '<codespec_name>' or '<codespec_name>/versions/<version_number>'.",
        "{'job':{'codespec':{'image':'i'}}}|Error deserializing input: Missing discriminator property"
            + " 'kind'. Path: $.job.codespec",
        "{'job':{'codespec':{'kind':'job'}}}|Error deserializing input: JSON deserialization was"
            + " missing required properties including: 'image'. Path: $.job.codespec",
        "{'job':{'codespec':{'kind':'worker','image':'i'}}}|The job of a run needs a codespec of kind"
            + " 'job', and this one is of kind 'worker'",
        "{'job':{'codespec':'c'},'kind':'system'}|System runs cannot be created directly",
        "{'job':{'codespec':'c'},'timeoutSeconds':-1}|The field timeoutSeconds must be at least 1,"
            + " not -1",
        "{'job':{'codespec':'c','replicas':-2}}|The field replicas must be at least 1, not -2",
        "{'job':{'codespec':'c','bufferTtl':'x'}}|Error deserializing input: 'x' is not a time span of"
            + " the form D.HH:MM:SS. Path: $.job.bufferTtl",
        "{'job':{'codespec':'c'},'bufferAccessTtl':'00:00:10'}|Access TTL must be at least 30"
            + " seconds.",
        "{'job':{'codespec':'c'},'tags':{'a b':'c'}}|Tag keys must contain up to 128 letters (a-z,"
            + " A-Z), numbers (0-9) and underscores (_)",
        "{'job':{'codespec':{'kind':'job','image':'i'},'buffers':{'a':'b'}}}|Buffer argument '[a, b]'"
            + " does not correspond to a buffer parameter on the codespec",
        "{'job':{'codespec':'c','buffers':{'a':'b','A':'_'}}}|There is more than one buffer argument"
            + " for the buffer parameter 'A'. Buffer names are case-insensitive.",
        "{'job':{'codespec':'c'},'x':1}|Error deserializing input: Object contains unrecognized"
            + " properties 'x'.",
        "{'job':{'codespec':{'kind':'job','image':'i','buffers':{'inputs':['INVALID_NAME']}}}}|The"
            + " name of buffer 'INVALID_NAME' is invalid. Buffer names must consist of lower case"
            + " alphanumeric characters or '-', and must start and end with an alphanumeric"
            + " character.",
      })
  void whatIsWrongIsRefused(String body, String text) {
    assertThat(Told.refusal(() -> read(body))).isEqualTo(text);
  }

  @Test
  void theCommandFillsInKindsAndSettlesTimes() {
    String body =
        RunJson.write(
            SpecFiles.run(
                "f.yml",
                Told.stream(
                    """
                    job: {codespec: {image: i, name: n, version: 3}, bufferTtl: 0.00:05}
                    worker: {codespec: {image: w}}
                    bufferAccessTtl: 0.00:01
                    """)));
    assertThat(body)
        .isEqualTo(
            "{'job':{'codespec':{'kind':'job','name':'n','image':'i'},'bufferTtl':'00:05:00'},"
                    .replace('\'', '"')
                + "\"worker\":{\"codespec\":{\"kind\":\"worker\",\"image\":\"w\"}},"
                + "\"bufferAccessTtl\":\"00:01:00\"}");
    RunRequest request = RunJson.read(Told.bytes(body));
    assertThat(request.job().bufferTtl()).contains(Duration.ofMinutes(5));
    assertThat(request.bufferAccessTtl()).contains(Duration.ofMinutes(1));
    assertThat(request.worker()).isPresent();
  }

  @Test
  void aRunTellsWhichVersionItUsedAndIsReadBack() {
    Codespec codespec =
        Told.put("{'kind':'job','image':'i','buffers':{'inputs':['in']},'env':{'B':'1','A':'2'}}");
    RunRequest request =
        new RunRequest(
            new RunRequest.JobTarget(
                new CodespecRef.Named("n", OptionalInt.of(2)),
                Map.of("in", "abc"),
                Map.of("t", "1"),
                Optional.of(Duration.ofDays(1)),
                Optional.empty(),
                1),
            Optional.of(
                new RunRequest.WorkerTarget(
                    new CodespecRef.Named("w", OptionalInt.empty()), Optional.empty(), 2)),
            Optional.empty(),
            60,
            Map.of("x", "y"),
            Optional.empty());
    Run run =
        new Run(
            7_000_000_000L,
            RunStatus.FAILED,
            Optional.of("Main exited with code 3"),
            OptionalInt.empty(),
            Instant.parse("2026-01-02T03:04:05.006Z"),
            Optional.of(Instant.parse("2026-01-02T03:04:06Z")),
            Optional.empty(),
            request,
            new Run.ResolvedCodespec(Optional.of("n"), OptionalInt.of(2), codespec),
            Map.of("x", "y"));
    assertThat(RunJson.write(run))
        .isEqualTo(
            ("{'id':7000000000,'status':'Failed','statusReason':'Main exited with code 3',"
                    + "'createdAt':'2026-01-02T03:04:05.006Z','startedAt':'2026-01-02T03:04:06Z',"
                    + "'job':{'codespec':{'kind':'job','name':'n','version':2,'buffers':"
                    + "{'inputs':['in']},'image':'i','env':{'B':'1','A':'2'}},'buffers':"
                    + "{'in':'abc'},'tags':{'t':'1'},'bufferTtl':'1.00:00:00','replicas':1},"
                    + "'worker':{'codespec':'w','replicas':2},'timeoutSeconds':60,"
                    + "'tags':{'x':'y'}}")
                .replace('\'', '"'));
    assertThat(RunJson.readStored(RunJson.write(run))).isEqualTo(run);
    assertThat(RunJson.readStored(RunJson.shown(run, "12"))).isEqualTo(run);
    assertThat(RunJson.shown(run, "12")).endsWith("\"eTag\":\"12\"}");
    assertThat(RunJson.writeBrief(run)).endsWith("\"startedAt\":\"2026-01-02T03:04:06Z\"}");
  }

  @Test
  void whatWasShownMayBeSubmittedAgain() {
    RunRequest request =
        read(
            "{'id':1,'status':'Failed','createdAt':'2026-01-02T03:04:05Z','job':{'codespec':"
                + "{'kind':'job','name':'n','version':2,'image':'i'},'replicas':1},'eTag':'1'}");
    assertThat(request.job().codespec()).isInstanceOf(CodespecRef.Inline.class);
  }

  @Test
  void tagsAreReadAlone() {
    assertThat(RunJson.readTags(Told.bytes("{\"tags\":{\"a\":\"1\"},\"id\":3}")))
        .containsExactly(Map.entry("a", "1"));
    assertThat(RunJson.readTags(Told.bytes("{}"))).isEmpty();
    assertThat(Told.refusal(() -> RunJson.readTags(Told.bytes("{\"tags\":{\"a b\":\"1\"}}"))))
        .startsWith("Tag keys must contain");
    assertThat(Told.refusal(() -> RunJson.readTags(Told.bytes("{\"tags\":[1]}"))))
        .startsWith("Error deserializing input");
    assertThat(List.of(RunStatus.values())).hasSize(5);
  }
}
