package waybill.model.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;

/** Any bytes give a tree whose places are true, or problems whose places are in the text. */
class HostileTextTest {
  private static final ReadLimits SMALL = new ReadLimits(2000, 20, 200, 200);

  @Property(tries = 2000)
  void anyBytesAsJson(@ForAll byte[] bytes) {
    readJson(bytes, 100);
  }

  @Property(tries = 2000)
  void anyBytesAsYaml(@ForAll byte[] bytes) {
    readYaml(bytes);
  }

  @Property(tries = 5000)
  void anyPiecesOfJson(
      @ForAll("jsonPieces") String text, @ForAll @IntRange(min = 1, max = 9) int most) {
    readJson(text.getBytes(UTF_8), most);
  }

  @Property(tries = 5000)
  void anyPiecesOfYaml(@ForAll("yamlPieces") String text) {
    readYaml(text.getBytes(UTF_8));
  }

  @Property(tries = 2000)
  void goodJsonReadsTheSameHoweverItArrives(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int most) throws IOException {
    String text = new RandomJson(seed).text();
    Document whole = new JsonReader().keepingRepeatedKeys().read("x", text.getBytes(UTF_8));
    JsonDocuments stream =
        new JsonReader().keepingRepeatedKeys().stream("x", new Trickle(text.getBytes(UTF_8), most));

    assertThat(stream.next().orElseThrow().root()).isEqualTo(whole.root());
    checkPlaces(whole);
  }

  @Example
  void deepAndLongShapesGiveTreesOrProblems() {
    String[] shapes = {
      "[",
      "{\"a\":",
      "- ",
      "? ",
      "{? ",
      "&a ",
      "*a ",
      "!!str ",
      "a: ",
      "a:\n ",
      "|\n",
      ">\n ",
      "%TAG ! a\n",
      "---\n",
      "é",
      ", ",
      ": ",
      "[a]: ",
      "a: 1\n",
      "\"",
      "1"
    };
    for (String shape : shapes) {
      readAnything(shape.repeat(500_000 / shape.length()));
    }
  }

  /** The watchdog is no measure: it ends what takes the square of the length, which is minutes. */
  @Example
  void oneLongTokenDoesNotTakeTheSquareOfItsLength() {
    for (String shape : List.of("#", "\\", "\t", "'")) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(15),
          () -> outcome(() -> new YamlReader().read("x", shape.repeat(8_000_000).getBytes(UTF_8))),
          shape);
    }
  }

  private static void readAnything(String text) {
    outcome(() -> new JsonReader().read("x", text.getBytes(UTF_8)));
    outcome(() -> new JsonReader().read("x", ("[\"" + text).getBytes(UTF_8)));
    outcome(() -> new YamlReader().read("x", text.getBytes(UTF_8)));
  }

  @Provide
  Arbitrary<String> jsonPieces() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"a\"",
            "\"b\"",
            "\\",
            "\\u00",
            "\\ud83d",
            "1",
            "-",
            "0",
            ".5",
            "e",
            "true",
            "nul",
            "NaN",
            "Infinity",
            " ",
            "\n",
            "\r",
            "\t",
            "\0",
            "é",
            "😀",
            "/",
            "'",
            "x",
            "\uFEFF")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> yamlPieces() {
    return Arbitraries.of(
            "a",
            "b: ",
            "- ",
            "? ",
            ": ",
            "\n",
            "\n  ",
            "\n ",
            "\r\n",
            "\r",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "'",
            "\"",
            "&a ",
            "*a",
            "&b ",
            "*b",
            "!!str ",
            "!!int ",
            "!x ",
            "!<",
            ">",
            "|",
            "|2",
            ">-\n",
            "%YAML 1.2",
            "%TAG ! x:",
            "---",
            "...",
            "#",
            " #",
            "\t",
            "~",
            "1",
            "0x",
            ".inf",
            "true",
            "\\x",
            "\\U",
            "FFFFFFFF",
            "\\ud800",
            "@",
            "`",
            "é",
            "😀",
            "\0",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "<<: ",
            "=")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }

  /** As one document and as a stream of them; the stream in small pieces. */
  private static void readJson(byte[] bytes, int most) {
    outcome(() -> new JsonReader().within(SMALL).read("x", bytes))
        .ifPresent(HostileTextTest::checkPlaces);
    JsonDocuments stream = new JsonReader().within(SMALL).stream("x", new Trickle(bytes, most));
    Optional<Document> next = outcome(() -> stream.next().orElseThrow());
    while (next.isPresent()) {
      checkPlaces(next.get());
      next = outcome(() -> stream.next().orElseThrow());
    }
  }

  private static void readYaml(byte[] bytes) {
    outcome(() -> new YamlReader(SMALL).read("x", bytes))
        .ifPresent(document -> checkInside(document.source(), List.of(document.root().span())));
  }

  private interface Reading {
    Document read() throws IOException;
  }

  /** The document, or nothing after problems that point into their text. */
  private static Optional<Document> outcome(Reading reading) {
    try {
      return Optional.of(reading.read());
    } catch (NoSuchElementException endOfStream) {
      return Optional.empty();
    } catch (ProblemsException e) {
      List<Span> spans = new ArrayList<>();
      for (Problem problem : e.problems()) {
        spans.add(problem.span());
        problem.related().forEach(related -> spans.add(related.span()));
      }
      checkInside(e.source(), spans);
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError("nothing here reads a file", e);
    }
  }

  private static void checkInside(Source source, List<Span> spans) {
    long end = source.startOffset() + source.text().getBytes(UTF_8).length;
    long lastLine = source.startLine() + source.text().chars().filter(c -> c == '\n').count();
    assertThat(spans).isNotEmpty();
    for (Span span : spans) {
      assertThat(span.startOffset()).isBetween(source.startOffset(), span.endOffset());
      assertThat(span.endOffset()).isLessThanOrEqualTo(end);
      assertThat(span.startLine()).isBetween(source.startLine(), span.endLine());
      assertThat((long) span.endLine()).isLessThanOrEqualTo(lastLine);
    }
  }

  /** The text at every value's place reads as that value. */
  private static void checkPlaces(Document document) {
    checkPlaces(document.source(), document.root());
  }

  private static void checkPlaces(Source source, SpecValue value) {
    Span span = value.span();
    Source.Line line = source.line(span.startLine()).orElseThrow();
    String text =
        source
            .text()
            .substring(source.indexOf(span.startOffset()), source.indexOf(span.endOffset()));
    assertThat(
            line.text()
                .substring(
                    line.text().offsetByCodePoints(0, span.startColumn() - line.firstColumn())))
        .startsWith(text.lines().findFirst().orElseThrow());
    switch (value) {
      case SpecObject object -> {
        assertThat(text).startsWith("{").endsWith("}");
        object.members().forEach(member -> checkPlaces(source, member.value()));
        object
            .members()
            .forEach(member -> checkPlaces(source, new SpecString(member.key(), member.keySpan())));
      }
      case SpecArray array -> {
        assertThat(text).startsWith("[").endsWith("]");
        array.elements().forEach(element -> checkPlaces(source, element));
      }
      case SpecScalar scalar -> {
        SpecScalar again = (SpecScalar) new JsonReader().read("again", text.getBytes(UTF_8)).root();
        assertThat(again.written()).isEqualTo(scalar.written());
      }
    }
  }
}
