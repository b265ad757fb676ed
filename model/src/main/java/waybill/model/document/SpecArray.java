package waybill.model.document;

import java.util.List;

/**
 * A list.
 *
 * @param elements in written order
 */
public record SpecArray(List<SpecValue> elements, Span span) implements SpecValue {
  public SpecArray {
    elements = List.copyOf(elements);
  }
}
