package waybill.dialects.opspec.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.NullValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;
import waybill.model.reader.ReadLimits;

/** Values out of JSON. Bounded in size, depth and count; for any number of threads. */
public final class ValueText {
  private static final ReadLimits LIMITS =
      new ReadLimits(ValueBounds.TEXT, ValueBounds.DEPTH, ValueBounds.TEXT, ValueBounds.VALUES);

  private ValueText() {}

  /**
   * The value of a JSON text. Of repeated keys the last one counts.
   *
   * @throws WrongValueException if the text is not JSON, or too large
   */
  public static Value json(String text) {
    try {
      return of(
          new JsonReader()
              .within(LIMITS)
              .keepingRepeatedKeys()
              .read("JSON", text.getBytes(StandardCharsets.UTF_8))
              .root());
    } catch (ProblemsException e) {
      var problem = e.problems().getFirst();
      String place =
          " (line " + problem.span().startLine() + ", column " + problem.span().startColumn() + ")";
      throw new WrongValueException(
          (problem.code().startsWith("document/")
                  ? "the text is too large or too deep"
                  : "the text is not JSON")
              + place);
    }
  }

  /**
   * A written value, taken literally: nothing in it is a reference.
   *
   * @throws WrongValueException if a number in it is none of the language
   */
  public static Value of(SpecValue written) {
    return switch (written) {
      case SpecArray array -> {
        List<Value> items = new ArrayList<>(array.elements().size());
        for (SpecValue element : array.elements()) {
          items.add(of(element));
        }
        yield new ArrayValue(items);
      }
      case SpecObject object -> {
        SequencedMap<String, Value> properties = new LinkedHashMap<>();
        for (SpecObject.Member member : object.members()) {
          properties.put(member.key(), of(member.value()));
        }
        yield new ObjectValue(properties);
      }
      case SpecBoolean bool -> new BooleanValue(bool.value());
      case SpecNumber number -> number(number);
      case SpecString string -> new StringValue(string.value());
      case SpecNull nothing -> new NullValue();
    };
  }

  /**
   * A written number, in JSON's grammar or YAML's.
   *
   * @throws WrongValueException if it is infinite, too large, or no number at all
   */
  public static NumberValue number(SpecNumber written) {
    String text = written.text();
    try {
      double number =
          text.startsWith("0o") || text.startsWith("0x")
              ? wholeNumber(text)
              : NumberText.parse(text).orElse(Double.NaN);
      if (Double.isFinite(number)) {
        return new NumberValue(number);
      }
    } catch (NumberFormatException e) {
      // Falls through to the same words as every other text that is no number.
    }
    throw new WrongValueException("a number is not one that a 64-bit float can hold");
  }

  private static double wholeNumber(String text) {
    return new java.math.BigInteger(text.substring(2), text.charAt(1) == 'o' ? 8 : 16)
        .doubleValue();
  }
}
