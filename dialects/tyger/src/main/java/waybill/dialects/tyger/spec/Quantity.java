package waybill.dialects.tyger.spec;


import java.math.BigDecimal;

/**
 * An amount in the grammar of Kubernetes' quantities ({@code 500m}, {@code 1Gi}, {@code 1e3}).
 * Two are equal when their values are.
 *
 * @param value exact: cores, bytes or pieces
 * @param text canonical, as Kubernetes writes it
 */
public record Quantity(BigDecimal value, String text) {
  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Quantity quantity && value.compareTo(quantity.value) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }
}
