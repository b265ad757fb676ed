package waybill.model.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waybill.model.document.Document;
import waybill.model.document.Span;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;

class JsonDocumentsTest {

  @Test
  void documentsMayTouchOrStandApart() throws IOException {
    assertThat(texts("{}{}\n\n [1] \"a\"\"b\" 1 2\ttrue null"))
        .containsExactly("{}", "{}", "[1]", "\"a\"", "\"b\"", "1", "2", "true", "null");
  }

  @Test
  void anEmptyStreamHasNoDocument() throws IOException {
    assertThat(texts("")).isEmpty();
    assertThat(texts(" \n\t ")).isEmpty();
  }

  @Test
  void placesCountFromTheBeginningOfTheStream() throws IOException {
    JsonDocuments documents = stream("{\"é\": 1} {\n\"b\": 2}");
    documents.next();

    Document second = documents.next().orElseThrow();

    assertThat(second.root().span()).isEqualTo(new Span(1, 10, 2, 8, 10, 19));
    assertThat(second.text()).isEqualTo("{\n\"b\": 2}");
    assertThat(second.source().line(1).orElseThrow().firstColumn()).isEqualTo(10);
    assertThat(second.source().line(2).orElseThrow().text()).isEqualTo("\"b\": 2}");
    assertThat(second.source().indexOf(12)).isEqualTo(2);
  }

  @Test
  void aDocumentIsGivenOutBeforeAnythingBehindItIsAskedFor() throws IOException {
    InputStream in =
        new Trickle("[1]{\"a\": 2}".getBytes(UTF_8), 3) {
          @Override
          int end() throws IOException {
            throw new IOException("asked for more than the document");
          }
        };
    JsonDocuments documents = new JsonReader().stream("x", in);

    assertThat(documents.next().orElseThrow().text()).isEqualTo("[1]");
    assertThat(documents.next().orElseThrow().text()).isEqualTo("{\"a\": 2}");
    assertThatThrownBy(documents::next)
        .isInstanceOf(IOException.class)
        .hasMessage("asked for more than the document");
  }

  @Test
  void aProblemEndsTheStreamAndWhatCameBeforeIsGivenOut() throws IOException {
    JsonDocuments documents = stream("[1]\n[2] x [3]");
    documents.next();
    documents.next();

    Problem problem =
        catchThrowableOfType(ProblemsException.class, documents::next).problems().getFirst();

    assertThat(problem.code()).isEqualTo("json/expected-value");
    assertThat(problem.span()).isEqualTo(new Span(2, 5, 2, 6, 8, 9));
    assertThat(documents.next()).isEmpty();
  }

  @Test
  void aCommaBetweenDocumentsIsAProblem() throws IOException {
    JsonDocuments documents = stream("{},{}");
    documents.next();

    assertThatThrownBy(documents::next)
        .isInstanceOf(ProblemsException.class)
        .hasMessage("expected a value, not `,`");
  }

  @Test
  void theLimitHoldsForEachDocumentAndNotForTheStream() throws IOException {
    JsonReader reader = new JsonReader().within(new ReadLimits(100, 10, 1000, 100));
    String fits = "\"" + "x".repeat(98) + "\"";
    String stream = (fits + " ".repeat(30_000)).repeat(20) + "\"" + "x".repeat(99) + "\"";
    JsonDocuments documents = reader.stream("x", new Trickle(stream.getBytes(UTF_8), 5000));

    for (int i = 0; i < 20; i++) {
      assertThat(documents.next().orElseThrow().text()).isEqualTo(fits);
    }
    Problem problem =
        catchThrowableOfType(ProblemsException.class, documents::next).problems().getFirst();
    assertThat(problem.code()).isEqualTo("document/too-large");
    assertThat(problem.span().startOffset()).isEqualTo(20 * 30_100);
  }

  @Test
  void aDocumentWithoutEndStopsAtTheLimit() {
    JsonReader reader = new JsonReader().within(new ReadLimits(100_000, 10, 1000, 1_000_000));
    Trickle in = new Trickle(("[" + "1,".repeat(1_000_000)).getBytes(UTF_8), 8192);

    assertThatThrownBy(() -> reader.stream("x", in).next())
        .isInstanceOf(ProblemsException.class)
        .hasMessage("the document is larger than 100000 bytes");
    assertThat(in.given()).isLessThan(120_000);
  }

  @Test
  void oneDocumentTooManyForAReaderOfOneIsNotReadToItsEnd() {
    assertThatThrownBy(() -> new JsonReader().read("x", "{}   {".getBytes(UTF_8)))
        .isInstanceOf(ProblemsException.class)
        .hasMessage("expected nothing after the value, not `{`");
  }

  private static List<String> texts(String stream) throws IOException {
    List<String> texts = new ArrayList<>();
    JsonDocuments documents = stream(stream);
    Optional<Document> next = documents.next();
    while (next.isPresent()) {
      texts.add(next.get().text());
      next = documents.next();
    }
    return texts;
  }

  private static JsonDocuments stream(String text) {
    return new JsonReader().stream("x", new Trickle(text.getBytes(UTF_8), 4));
  }
}
