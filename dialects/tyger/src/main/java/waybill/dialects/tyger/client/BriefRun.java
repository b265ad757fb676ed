package waybill.dialects.tyger.client;

import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;

/** Where a run stands, without what it is. */
public final class BriefRun {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private static final List<String> SHOWN =
      List.of(
          "id", "status", "statusReason", "runningCount", "createdAt", "startedAt", "finishedAt");

  private BriefRun() {}

  /** Of a whole one, on one line. */
  public static String of(String json) {
    SpecObject run = ApiClient.object(json);
    var text = new StringWriter();
    try (JsonGenerator brief = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      brief.writeStartObject();
      for (String name : SHOWN) {
        Optional<SpecObject.Member> member = run.member(name);
        if (member.isPresent() && member.get().value() instanceof SpecString string) {
          brief.writeStringProperty(name, string.value());
        } else if (member.isPresent() && member.get().value() instanceof SpecNumber number) {
          brief.writeName(name);
          brief.writeNumber(number.written());
        }
      }
      brief.writeEndObject();
    }
    return text.toString();
  }
}
