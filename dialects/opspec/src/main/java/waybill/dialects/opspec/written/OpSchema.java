package waybill.dialects.opspec.written;

import waybill.model.shape.JsonSchemaWriter;

/** What an op.yml may be, for editors: JSON Schema, from the table that the reader uses. */
public final class OpSchema {
  private OpSchema() {}

  /** The schema, as text that ends with a line feed. */
  public static String text() {
    return JsonSchemaWriter.write("op.yml of Opspec", OpShapes.OP);
  }
}
