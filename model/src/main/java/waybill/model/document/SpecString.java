package waybill.model.document;

/**
 * A string.
 *
 * @param value with escapes resolved and line folding done; never holds half a surrogate pair
 * @param plain whether YAML's author wrote it without quotes
 */
public record SpecString(String value, boolean plain, Span span) implements SpecScalar {

  /** A string in quotes. */
  public SpecString(String value, Span span) {
    this(value, false, span);
  }

  @Override
  public String written() {
    return value;
  }
}
