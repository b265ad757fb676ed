package waybill.dialects.opspec.show;

import java.util.List;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecObject.Member;
import waybill.model.document.SpecValue;

/** The outputs of an op as one JSON object, for programs. */
public final class OutputsText {
  private OutputsText() {}

  /**
   * Names and values of the outputs in the detail of a call's end; files, dirs and sockets are
   * their paths.
   */
  public static String of(String detail) {
    var source = new Source("detail", detail);
    var text = new StringBuilder("{");
    CallDetail.object(detail)
        .flatMap(object -> object.member("outputs"))
        .map(Member::value)
        .filter(SpecObject.class::isInstance)
        .map(SpecObject.class::cast)
        .ifPresent(outputs -> members(text, outputs, source));
    return text.append('}').toString();
  }

  /** Names of outputs that were too long for the journal. */
  public static List<String> omitted(String detail) {
    return CallDetail.object(detail)
        .map(object -> CallDetail.texts(object, "omitted"))
        .orElse(List.of());
  }

  private static void members(StringBuilder text, SpecObject outputs, Source source) {
    for (Member output : outputs.members()) {
      if (output.value() instanceof SpecObject typed && typed.members().size() == 1) {
        text.append(text.length() > 1 ? "," : "");
        text.append(slice(source, output.keySpan().startOffset(), output.keySpan().endOffset()));
        SpecValue value = typed.members().getFirst().value();
        text.append(':');
        text.append(slice(source, value.span().startOffset(), value.span().endOffset()));
      }
    }
  }

  /** As it stands there: it is JSON already, with numbers of any length. */
  private static String slice(Source source, long from, long to) {
    return source.text().substring(source.indexOf(from), source.indexOf(to));
  }
}
