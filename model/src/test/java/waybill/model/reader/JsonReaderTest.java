package waybill.model.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import waybill.model.document.Document;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;

class JsonReaderTest {

  @Test
  void everyKindOfValueIsReadWithItsPlace() {
    SpecObject root = (SpecObject) read("{\"a\": [\"x\", 1.50, true,\n  false, null]}").root();

    SpecArray list = (SpecArray) root.member("a").orElseThrow().value();
    assertThat(list.elements())
        .containsExactly(
            new SpecString("x", new Span(1, 8, 1, 11, 7, 10)),
            new SpecNumber("1.50", new Span(1, 13, 1, 17, 12, 16)),
            new SpecBoolean(true, new Span(1, 19, 1, 23, 18, 22)),
            new SpecBoolean(false, new Span(2, 3, 2, 8, 26, 31)),
            new SpecNull(new Span(2, 10, 2, 14, 33, 37)));
    assertThat(root.members().getFirst().keySpan()).isEqualTo(new Span(1, 2, 1, 5, 1, 4));
    assertThat(root.span()).isEqualTo(new Span(1, 1, 2, 16, 0, 39));
  }

  @Test
  void columnsCountCodePointsAndOffsetsCountBytes() {
    Document document = read("[\"é\", \"€\", \"😀\", 1]");

    SpecValue last = ((SpecArray) document.root()).elements().getLast();
    assertThat(last.span().startColumn()).isEqualTo(17);
    assertThat(last.span().startOffset()).isEqualTo(22);
    assertThat(document.text().substring(document.source().indexOf(22))).isEqualTo("1]");
  }

  @Test
  void numbersStayAsTheyWereWritten() {
    String digits = "123456789".repeat(5);
    SpecArray list = (SpecArray) read("[1e400, -0, 1.0, " + digits + "]").root();

    assertThat(list.elements())
        .extracting(value -> ((SpecNumber) value).text())
        .containsExactly("1e400", "-0", "1.0", digits);
  }

  @Test
  void escapesAreResolvedInKeysAndStrings() {
    SpecObject root = (SpecObject) read("{\"a\\u0062\\\"\": \"\\n\\ud83d\\ude00\"}").root();

    SpecObject.Member member = root.members().getFirst();
    assertThat(member.key()).isEqualTo("ab\"");
    assertThat(((SpecString) member.value()).value()).isEqualTo("\n😀");
  }

  @Test
  void theDocumentsTextIsTheWholeTextAndItsLinesCanBeShown() {
    Document document = read("\n{\r\n \"a\": 1}\n\n");

    assertThat(document.text()).isEqualTo("\n{\r\n \"a\": 1}\n\n");
    assertThat(document.source().line(2).orElseThrow().text()).isEqualTo("{");
    assertThat(document.source().line(3).orElseThrow().text()).isEqualTo(" \"a\": 1}");
    assertThat(document.source().line(6)).isEmpty();
  }

  @Test
  void aByteOrderMarkIsSkippedButItsBytesCount() {
    Document document = read("\uFEFF{}");

    assertThat(document.root().span()).isEqualTo(new Span(1, 1, 1, 3, 3, 5));
  }

  @Test
  void textThatIsNotUtf8IsToldAtItsFirstBadByte() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"a\": \"é".getBytes(UTF_8));
    bytes.write(0xe9);
    bytes.writeBytes("\"}".getBytes(UTF_8));

    Problem problem = problemOf(new JsonReader(), bytes.toByteArray());

    assertThat(problem.code()).isEqualTo("document/not-utf8");
    assertThat(problem.span()).isEqualTo(new Span(1, 9, 1, 9, 9, 9));
  }

  @Test
  void textInUtf16IsToldBesides() {
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Problem problem = problemOf(new JsonReader(), "\uFEFF{}".getBytes(charset));
      assertThat(problem.code()).isEqualTo("document/not-utf8");
      assertThat(problem.help().orElseThrow()).contains("UTF-16").endsWith("save it as UTF-8");
    }
    Problem latin = problemOf(new JsonReader(), new byte[] {'"', (byte) 0xe9, '"'});
    assertThat(latin.help()).contains("save it as UTF-8");
  }

  @Test
  void aCharacterThatEndsInTheMiddleIsNotUtf8() {
    byte[] cut = {'"', (byte) 0xc3};

    assertThat(problemOf(new JsonReader(), cut).code()).isEqualTo("document/not-utf8");
  }

  @Test
  void repeatedKeysAreKeptInOrderOnRequestAndTheLastIsFound() {
    Document document =
        new JsonReader().keepingRepeatedKeys().read("x", "{\"a\":1,\"a\":2}".getBytes(UTF_8));

    SpecObject root = (SpecObject) document.root();
    assertThat(root.members()).hasSize(2);
    assertThat(((SpecNumber) root.member("a").orElseThrow().value()).text()).isEqualTo("2");
  }

  @Test
  void aDocumentOfExactlyTheLimitIsReadAndOneByteMoreIsNot() {
    JsonReader reader = new JsonReader().within(new ReadLimits(20_000, 10, 50_000, 100));
    String fits = "\"" + "x".repeat(19_998) + "\"";

    reader.read("x", fits.getBytes(UTF_8));

    Problem problem = problemOf(reader, (fits + " ").getBytes(UTF_8));
    assertThat(problem.code()).isEqualTo("document/too-large");
    assertThat(problem.message()).isEqualTo("the document is larger than 20000 bytes");
  }

  @Test
  void depthIsBounded() {
    JsonReader reader = new JsonReader();

    reader.read("x", ("[".repeat(200) + "]".repeat(200)).getBytes(UTF_8));

    Problem problem = problemOf(reader, "[".repeat(100_000).getBytes(UTF_8));
    assertThat(problem.code()).isEqualTo("document/too-deep");
    assertThat(problem.span()).isEqualTo(new Span(1, 201, 1, 202, 200, 201));
  }

  @Test
  void theNumberOfValuesIsBounded() {
    JsonReader reader = new JsonReader().within(new ReadLimits(1000, 10, 10, 3));

    reader.read("x", "[1,2]".getBytes(UTF_8));

    assertThat(problemOf(reader, "[1,2,3]".getBytes(UTF_8)).code())
        .isEqualTo("document/too-many-values");
  }

  @Test
  void theLengthOfStringsKeysAndNumbersIsBounded() {
    JsonReader reader = new JsonReader().within(new ReadLimits(10_000, 10, 3, 100));

    byte[] text = ("{\"abcd\": \"abcd\", \"b\": " + "1".repeat(1001) + "}").getBytes(UTF_8);
    ProblemsException thrown =
        catchThrowableOfType(ProblemsException.class, () -> reader.read("x", text));

    assertThat(thrown.problems())
        .extracting(Problem::code)
        .isEqualTo(
            List.of(
                "document/string-too-long",
                "document/string-too-long",
                "document/number-too-long"));
  }

  @Test
  void aHostileDocumentDoesNotFillTheMemoryWithProblems() {
    String text = "{" + "\"a\":1,".repeat(50_000) + "\"a\":1}";

    ProblemsException thrown =
        catchThrowableOfType(
            ProblemsException.class, () -> new JsonReader().read("x", text.getBytes(UTF_8)));

    assertThat(thrown.problems()).hasSize(1000);
    assertThat(thrown.leftOut()).isEqualTo(49_000);
  }

  private static Document read(String json) {
    return new JsonReader().read("x.json", json.getBytes(UTF_8));
  }

  private static Problem problemOf(JsonReader reader, byte[] bytes) {
    return catchThrowableOfType(ProblemsException.class, () -> reader.read("x.json", bytes))
        .problems()
        .getFirst();
  }
}
