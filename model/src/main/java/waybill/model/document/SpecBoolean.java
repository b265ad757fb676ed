package waybill.model.document;

/**
 * True or false.
 *
 * @param written for example {@code True}, which YAML allows
 * @param plain false only where YAML's author forced the type by a tag
 */
public record SpecBoolean(boolean value, String written, boolean plain, Span span)
    implements SpecScalar {

  /** A boolean in JSON's spelling. */
  public SpecBoolean(boolean value, Span span) {
    this(value, value ? "true" : "false", true, span);
  }
}
