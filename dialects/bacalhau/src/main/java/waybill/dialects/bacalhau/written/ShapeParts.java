package waybill.dialects.bacalhau.written;

import java.util.List;
import waybill.model.shape.Shape;
import waybill.model.shape.Shape.Chosen;
import waybill.model.shape.Shape.Field;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.MapOf;
import waybill.model.shape.Shape.Numeric;
import waybill.model.shape.Shape.Text;
import waybill.model.shape.TextRule;

/** What the tables of a job are made of. */
final class ShapeParts {
  static final Shape TEXT = new Text(TextRule.ANY);
  static final Shape TEXTS = new ListOf(TEXT);
  static final Shape TEXT_MAP = new MapOf(TextRule.ANY, TEXT);
  static final Shape WHOLE = new Numeric(true, Long.MIN_VALUE, false);
  static final Shape FLAG = new Shape.Flag();

  /** An empty text of it is a value, too. */
  static final TextRule CONTENT = TextRule.ANY.called("text of whatever length");

  private ShapeParts() {}

  static Field needed(String name, Shape shape, String description) {
    return new Field(name, shape, true, description);
  }

  static Field field(String name, Shape shape, String description) {
    return new Field(name, shape, false, description);
  }

  static Fields fields(String what, Field... fields) {
    return new Fields(what, List.of(fields), List.of(), List.of(), false, List.of());
  }

  static Chosen chosen(String what, List<Shape.Choice> choices) {
    return new Chosen(what, "Type", "Params", choices, List.of());
  }
}
