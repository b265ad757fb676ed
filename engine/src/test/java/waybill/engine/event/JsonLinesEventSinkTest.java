package waybill.engine.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Outcome;

class JsonLinesEventSinkTest extends EventSinkContract {
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final JsonLinesEventSink sink = new JsonLinesEventSink(out);

  @Override
  EventSink sink() {
    return sink;
  }

  @Override
  List<Long> seen() {
    List<Long> sequences = new ArrayList<>();
    for (String line : out.toString(UTF_8).lines().toList()) {
      String digits = line.substring(line.indexOf("\"seq\":") + 6);
      sequences.add(Long.parseLong(digits.substring(0, digits.indexOf(','))));
    }
    return sequences;
  }

  @Test
  void theEndOfAnAttemptIsOneLine() {
    sink.accept(SampleEvents.attemptEnded(new Outcome.Exited(1), SampleEvents.phases()));

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            {"v":1,"seq":88,"at":"2026-11-21T18:00:20.402Z","run":145,"task":"lint","attempt":1,\
            "type":"attempt.ended",\
            "outcome":{"kind":"exited","code":1,"reason":"nonzero exit","by":"job"},\
            "usage":{"wallMs":8102,"cpuMs":7900,"peakBytes":212860928,"readBytes":10,\
            "writtenBytes":20},\
            "phases":{"waitMs":1,"imageMs":2,"layersMs":3,"launchMs":4,"runMs":5,"publishMs":6},\
            "layers":[{"digest":"sha256:aa","cached":true},\
            {"digest":"sha256:bb","cached":false,"because":"file \\"x\\" changed"}],\
            "stdout":{"bytes":5,"lostBytes":0},"stderr":{"bytes":7,"lostBytes":2}}
            """);
  }

  @Test
  void aWaitSaysForWhatAndSinceWhen() {
    sink.accept(SampleEvents.waiting());

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            {"v":1,"seq":87,"at":"2026-11-21T18:00:20.402Z","run":145,"task":"lint",\
            "type":"task.waiting","wait":{"for":"slot","since":"2026-11-21T18:00:06.402Z"}}
            """);
  }

  @Test
  void everyOutcomeSaysItsKindAndWhoEndedIt() {
    for (Outcome outcome : SampleEvents.outcomes()) {
      sink.accept(SampleEvents.taskEnded(outcome));
    }

    assertThat(out.toString(UTF_8).lines().map(line -> line.substring(line.indexOf("\"outcome\""))))
        .containsExactly(
            "\"outcome\":{\"kind\":\"exited\",\"code\":0,\"by\":\"job\"}}",
            "\"outcome\":{\"kind\":\"exited\",\"code\":1,\"reason\":\"nonzero exit\",\"by\":\"job\"}}",
            "\"outcome\":{\"kind\":\"signaled\",\"signal\":11,\"by\":\"job\"}}",
            "\"outcome\":{\"kind\":\"timedOut\",\"by\":\"limit\"}}",
            "\"outcome\":{\"kind\":\"outOfMemory\",\"by\":\"limit\"}}",
            "\"outcome\":{\"kind\":\"cancelled\",\"by\":\"sibling\"}}",
            "\"outcome\":{\"kind\":\"notStarted\",\"call\":\"EXECUTE\",\"subject\":\"/bin/x\","
                + "\"target\":\"\",\"errno\":\"ENOENT\",\"reason\":\"No such file or directory\","
                + "\"by\":\"waybill\"}}",
            "\"outcome\":{\"kind\":\"failed\",\"failure\":\"DISK_FULL\","
                + "\"reason\":\"no\\u000aroom\",\"by\":\"waybill\"}}");
  }

  @Test
  void aSubmissionWithoutANumberIsNoRun() {
    for (String name : List.of("", "stream", "12a", "1234567890123456789")) {
      sink.accept(new Event(1, SampleEvents.AT, name, "t", 1, new Event.AttemptStarted()));
    }

    assertThat(out.toString(UTF_8)).doesNotContain("\"run\"");
  }

  @Test
  void everyLineIsOneObjectWhateverTheTextsHold() {
    String hostile = "\"\\\n\r\t\b\u0000\u001b[31m\u007f\u0085\u2028\ud83d ü \ud83d\ude00 \udc00";
    for (Event event : SampleEvents.all()) {
      sink.accept(event);
    }
    sink.accept(new Event(1, SampleEvents.AT, "1", hostile, 1, new Event.AttemptStarted()));
    Failure failure = Failure.of(FailureCode.INTERNAL, hostile);
    sink.accept(SampleEvents.taskEnded(new Outcome.Failed(failure)));

    String text = out.toString(UTF_8);
    assertThat(text.lines()).hasSize(SampleEvents.all().size() + 2);
    text.lines().forEach(line -> assertThat(isOneObject(line)).as(line).isTrue());
    assertThat(text).doesNotContain("\u001b").doesNotContain("\ufffd").contains("\ud83d\ude00");
    assertThat(strings(text.lines().toList().get(SampleEvents.all().size()))).contains(hostile);
  }

  @Test
  void timesHaveThreeDecimalsWhenTheyAreRoundToo() {
    for (String at : List.of("2024-02-29T00:00:00Z", "1999-12-31T23:59:59.999999Z")) {
      Event started = SampleEvents.started(1);
      sink.accept(new Event(1, Instant.parse(at), "1", "t", 1, started.fact()));
    }

    assertThat(out.toString(UTF_8))
        .contains("\"2024-02-29T00:00:00.000Z\"")
        .contains("\"1999-12-31T23:59:59.999Z\"");
  }

  @Test
  void everyLineIsFlushed() {
    List<String> calls = new ArrayList<>();
    JsonLinesEventSink watched =
        new JsonLinesEventSink(
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new AssertionError("a line is one write");
              }

              @Override
              public void write(byte[] bytes, int offset, int length) {
                calls.add("write");
              }

              @Override
              public void flush() {
                calls.add("flush");
              }
            });
    watched.accept(SampleEvents.started(1));
    watched.accept(SampleEvents.started(2));

    assertThat(calls).containsExactly("write", "flush", "write", "flush");
  }

  @Test
  void aReaderThatIsGoneIsRememberedAndNothingMoreIsWritten() {
    List<Integer> writes = new ArrayList<>();
    JsonLinesEventSink broken = new JsonLinesEventSink(failing(writes));
    broken.accept(SampleEvents.started(1));
    broken.accept(SampleEvents.started(2));

    assertThat(broken.trouble()).hasValueSatisfying(e -> assertThat(e).hasMessage("Broken pipe"));
    assertThat(writes).hasSize(1);
  }

  @Test
  void aPrintStreamThatHidesItsErrorsIsAskedForThem() {
    List<Integer> writes = new ArrayList<>();
    JsonLinesEventSink broken = new JsonLinesEventSink(new PrintStream(failing(writes)));
    broken.accept(SampleEvents.started(1));
    broken.accept(SampleEvents.started(2));

    assertThat(broken.trouble()).isPresent();
    assertThat(writes).hasSize(1);
  }

  private static OutputStream failing(List<Integer> writes) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("Broken pipe");
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        writes.add(length);
        throw new IOException("Broken pipe");
      }
    };
  }

  private static boolean isOneObject(String line) {
    try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), line)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      parser.skipChildren();
      return parser.nextToken() == null;
    }
  }

  private static List<String> strings(String line) {
    List<String> strings = new ArrayList<>();
    try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          strings.add(parser.getString());
        }
      }
    }
    return strings;
  }
}
