package waybill.model.document;

/**
 * A number, kept as it was written, because only its reader knows what fits: {@code 1e400} and
 * 30-digit integers are still exact here.
 *
 * @param text in JSON's grammar, or in that of YAML's core schema, which adds {@code +1}, {@code
 *     .5}, {@code 0x1f}, {@code 0o17}, {@code .inf} and {@code .nan}
 * @param plain false only where YAML's author forced the type by a tag
 */
public record SpecNumber(String text, boolean plain, Span span) implements SpecScalar {

  /** A number without a tag. */
  public SpecNumber(String text, Span span) {
    this(text, true, span);
  }

  @Override
  public String written() {
    return text;
  }
}
