package waybill.dialects.maelstrom.written;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import waybill.dialects.maelstrom.json.JsonStream;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.written.TreeFields.Field;
import waybill.dialects.maelstrom.written.TreeFields.Others;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** Reads the field {@code environment} in either of its forms. */
final class EnvironmentReader {
  private static final List<Field> ELEMENT_FIELDS =
      List.of(
          new Field("vars", value -> variables(value)), new Field("extend", TreeFields::checkFlag));

  private EnvironmentReader() {}

  /**
   * The elements, and which form it was.
   *
   * @param saysExtend whether it was the list form, which says of each element what it extends
   */
  record Environment(List<EnvironmentElement> elements, boolean saysExtend) {}

  /** Whether the one element that the map form comes to keeps the variables before it. */
  enum MapForm {
    REPLACES,
    EXTENDS
  }

  static Environment read(JsonStream in) throws IOException, SpecTextException {
    return of(in.any(), MapForm.REPLACES);
  }

  static Environment of(SpecValue value, MapForm mapForm) throws SpecTextException {
    try {
      if (value instanceof SpecObject object) {
        boolean extend = mapForm == MapForm.EXTENDS;
        return new Environment(List.of(new EnvironmentElement(variables(object), extend)), false);
      }
      if (value instanceof SpecArray array) {
        return new Environment(elements(array), true);
      }
    } catch (SpecTextException ignored) {
      // It is neither of the two forms; which one was meant is a guess the older program avoids.
    }
    throw Mismatch.noShape("EnvSelector", value.span());
  }

  private static List<EnvironmentElement> elements(SpecArray array) throws SpecTextException {
    List<EnvironmentElement> elements = new ArrayList<>();
    for (SpecValue value : array.elements()) {
      if (!(value instanceof SpecObject object)) {
        throw Mismatch.type(value, "struct EnvironmentSpec");
      }
      TreeFields fields =
          new TreeFields(object.members(), object.span(), ELEMENT_FIELDS, Others.IGNORED);
      SortedMap<String, SpecString> variables = variables(fields.required("vars"));
      fields.required("extend");
      elements.add(new EnvironmentElement(variables, fields.flag("extend")));
    }
    return elements;
  }

  /** By name; of a repeated name the last. */
  private static SortedMap<String, SpecString> variables(SpecValue value) throws SpecTextException {
    if (!(value instanceof SpecObject object)) {
      throw Mismatch.type(value, "a map");
    }
    SortedMap<String, SpecString> variables = new TreeMap<>();
    for (SpecObject.Member member : object.members()) {
      variables.put(member.key(), TreeFields.string(member.value(), TreeFields.STRING));
    }
    return variables;
  }
}
