package waybill.dialects.tyger.client;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * A change of a thing's tags that loses nobody else's.
 *
 * @param clear whether the tags that it has are dropped
 * @param tags that it gets
 * @param eTag which it must have; empty for any
 */
public record TagChange(boolean clear, Map<String, String> tags, Optional<String> eTag) {
  private static final String CHANGED = "the server's ETag does not match the provided ETag";
  private static final int ATTEMPTS = 10;

  /**
   * Reads, merges, writes; begins anew when somebody else wrote meanwhile. Where nothing is kept
   * nothing is read, and it is the server that refuses another ETag.
   *
   * @param target of the thing
   * @param write the body of the request for these tags
   */
  public ApiAnswer apply(
      ApiClient api, Supplier<ApiTarget> target, Function<Map<String, String>, String> write)
      throws InterruptedException {
    if (clear) {
      return api.put(target.get(), write.apply(tags), eTag);
    }
    for (int attempt = 1; ; attempt++) {
      ApiAnswer known = api.get(target.get());
      String current = known.eTag().orElse("");
      if (eTag.isPresent() && !eTag.get().equals(current)) {
        throw changed();
      }
      Optional<ApiAnswer> written = api.putIf(target.get(), write.apply(merged(known)), current);
      if (written.isPresent()) {
        return written.get();
      }
      if (eTag.isPresent() || attempt == ATTEMPTS) {
        throw changed();
      }
    }
  }

  private Map<String, String> merged(ApiAnswer known) {
    Map<String, String> merged = new LinkedHashMap<>();
    if (ApiClient.object(known.json()).member("tags").map(SpecObject.Member::value).orElse(null)
        instanceof SpecObject old) {
      for (SpecObject.Member tag : old.members()) {
        if (tag.value() instanceof SpecString value) {
          merged.put(tag.key(), value.value());
        }
      }
    }
    merged.putAll(tags);
    return merged;
  }

  /** The body of a request that sets these tags and nothing else. */
  public static String json(Map<String, String> tags) {
    var text = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeObjectPropertyStart("tags");
      tags.forEach(json::writeStringProperty);
      json.writeEndObject();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static FailureException changed() {
    return Failure.of(FailureCode.SPEC_INVALID, CHANGED).asException();
  }
}
