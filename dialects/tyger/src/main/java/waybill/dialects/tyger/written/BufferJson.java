package waybill.dialects.tyger.written;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.problem.RuleTexts;
import waybill.dialects.tyger.spec.Buffer;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;
import waybill.model.shape.ShortText;

/** Buffers as JSON of the API and of the store. */
public final class BufferJson {
  private BufferJson() {}

  /** As the API answers; whether it is deleted is said only where it is. */
  public static String write(Buffer buffer) {
    return JsonText.object(
        json -> {
          json.text("id", buffer.id());
          json.text("createdAt", buffer.createdAt().toString());
          json.text("location", buffer.location());
          json.texts("tags", buffer.tags());
          json.text("eTag", buffer.eTag());
          json.time("expiresAt", buffer.expiresAt());
          json.flag("isSoftDeleted", buffer.isSoftDeleted());
        });
  }

  /** What {@link #write} wrote. */
  public static Buffer readStored(String json) {
    Part part = Body.ours(json);
    Optional<SpecValue> deleted = part.value("isSoftDeleted");
    return new Buffer(
        part.text("id").orElseThrow(),
        CodespecJson.time(part, "createdAt").orElseThrow(),
        part.text("location").orElse(""),
        deleted.isPresent() && deleted.get() instanceof SpecBoolean flag && flag.value(),
        CodespecJson.time(part, "expiresAt"),
        part.map("tags"),
        part.text("eTag").orElse(""));
  }

  /** A request to make or change a buffer; tags checked. */
  public record Wanted(
      Optional<String> location, Optional<Instant> expiresAt, Map<String, String> tags) {}

  /** The body of a request. */
  public static String write(Wanted wanted) {
    return JsonText.object(
        json -> {
          json.text("location", wanted.location());
          json.time("expiresAt", wanted.expiresAt());
          json.texts("tags", wanted.tags());
        });
  }

  /**
   * The body of a request, which may be empty.
   *
   * @throws Refusal where it is none
   */
  public static Wanted read(byte[] body) {
    Problems problems = new Problems();
    Part part = Body.maybeEmpty(body, SpecShapes.BUFFER, problems);
    Map<String, String> tags = part.map("tags");
    Optional<Instant> expiresAt = part.text("expiresAt").map(BufferJson::time);
    Optional<String> location = part.text("location");
    Body.refuse(problems);
    TagRules.check(tags);
    return new Wanted(location, expiresAt, tags);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException noTime) {
      String told = "'" + ShortText.of(text) + "' is not a time of the form yyyy-MM-ddTHH:mm:ssZ.";
      throw Refusal.invalid(RuleTexts.notUnderstood(told, "expiresAt"));
    }
  }
}
