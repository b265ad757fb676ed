package waybill.dialects.tyger.written;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import waybill.dialects.tyger.problem.BodyWords;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.problem.RuleTexts;
import waybill.model.document.Document;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;
import waybill.model.reader.ReadLimits;
import waybill.model.shape.Shape;

/** The JSON of a request, or of what was written by us. */
final class Body {
  /** Of a request: it becomes part of what is kept for ever. */
  private static final ReadLimits LIMITS = new ReadLimits(4 << 20, 32, 1 << 20, 50_000);

  private static final JsonReader REQUESTS = new JsonReader().within(LIMITS);
  private static final JsonReader OURS = new JsonReader();
  private static final BodyWords WORDS = new BodyWords();
  private static final SpecObject NOTHING = new SpecObject(List.of(), new Span(1, 1, 1, 1, 0, 0));

  private Body() {}

  /**
   * What a request says.
   *
   * @throws Refusal where it has not that shape, or is empty
   */
  static Part request(byte[] body, Shape.Fields shape, Problems problems) {
    Part part = maybeEmpty(body, shape, problems);
    if (part.object().members().isEmpty()) {
      throw Refusal.invalid(RuleTexts.EMPTY);
    }
    return part;
  }

  /** The same, which may be empty. */
  static Part maybeEmpty(byte[] body, Shape.Fields shape, Problems problems) {
    if (body.length == 0) {
      return new Part(NOTHING, "", WORDS, problems);
    }
    Document document = document(body);
    Part part =
        SpecTree.of(document, shape, WORDS, false, problems)
            .orElseGet(() -> new Part(NOTHING, "", WORDS, problems));
    refuse(problems);
    return part;
  }

  private static Document document(byte[] body) {
    try {
      return REQUESTS.read("the body", body);
    } catch (ProblemsException noJson) {
      var first = noJson.problems().getFirst();
      String place = first.span().startLine() + ":" + first.span().startColumn();
      String why = first.message() + " (at " + place + ")";
      throw Refusal.invalid(RuleTexts.notUnderstood(why, ""));
    }
  }

  /** Refuses for the first problem there is. */
  static void refuse(Problems problems) {
    if (problems.anyError()) {
      throw Refusal.invalid(problems.list().getFirst().message());
    }
  }

  /** Refuses for the first rule that is broken. */
  static Consumer<Broken> refusing() {
    return broken -> {
      throw Refusal.invalid(broken.message());
    };
  }

  /** What we wrote, all of it, as it stands there. */
  static Part ours(String json) {
    return raw(document(json), new Problems());
  }

  /** The same in the table's spelling. */
  static Part ours(String json, Shape.Fields shape) {
    Problems problems = new Problems();
    Document document = document(json);
    return SpecTree.of(document, shape, WORDS, false, problems)
        .orElseGet(() -> raw(document, problems));
  }

  private static Document document(String json) {
    return OURS.read("JSON", json.getBytes(StandardCharsets.UTF_8));
  }

  private static Part raw(Document document, Problems problems) {
    SpecObject root = document.root() instanceof SpecObject object ? object : NOTHING;
    return new Part(root, "", WORDS, problems);
  }
}
