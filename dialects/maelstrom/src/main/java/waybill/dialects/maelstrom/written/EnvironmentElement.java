package waybill.dialects.maelstrom.written;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import waybill.model.document.SpecString;

/**
 * One step in making the environment.
 *
 * @param variables by name; the values as written, nothing substituted
 * @param extend whether the variables before this step stay; else they are gone
 */
public record EnvironmentElement(SortedMap<String, SpecString> variables, boolean extend) {
  public EnvironmentElement {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
  }
}
