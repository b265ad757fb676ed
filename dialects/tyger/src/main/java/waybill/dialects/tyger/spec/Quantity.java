package waybill.dialects.tyger.spec;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An amount in the grammar of Kubernetes' quantities ({@code 500m}, {@code 1Gi}, {@code 1e3}). Two
 * are equal when their values are.
 *
 * @param value exact: cores, bytes or pieces; never less than zero, and less than 2^63
 * @param text canonical, as Kubernetes writes it
 */
public record Quantity(BigDecimal value, String text) {
  /** What a text must be that is none; the end of the sentence "must be …". */
  public static final String WANTED =
      "a quantity: a number, with or without a unit, such as `2`, `500m`, `1.5G`, `64Mi` or `1e3`";

  /** What that text means; nothing where it is no quantity, or less than none, or too large. */
  public static Optional<Quantity> of(String text) {
    return QuantityReader.read(text);
  }

  /** What to write instead of a text that is none, as far as that can be told; may be empty. */
  public static String adviceFor(String text) {
    return QuantityReader.isTooLarge(text)
        ? ": the largest is " + Long.MAX_VALUE
        : QuantityReader.meant(text).map(meant -> "; did you mean `" + meant + "`?").orElse("");
  }

  /** Whether this is so many whole pieces. */
  public boolean isWhole() {
    return value.stripTrailingZeros().scale() <= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Quantity quantity && value.compareTo(quantity.value) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
