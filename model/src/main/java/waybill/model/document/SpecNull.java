package waybill.model.document;

/**
 * No value.
 *
 * @param written {@code null}; in YAML also {@code ~} or nothing at all
 * @param plain false only where YAML's author forced the type by a tag
 */
public record SpecNull(String written, boolean plain, Span span) implements SpecScalar {

  /** A null in JSON's spelling. */
  public SpecNull(Span span) {
    this("null", true, span);
  }
}
