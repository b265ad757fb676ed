package waybill.dialects.maelstrom.written;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/**
 * The fields of an object that was read as a tree first, because its kind was not known yet. They
 * are checked in written order, so that the first mistake is the one that is told.
 */
final class TreeFields {
  private final Span span;
  private final Map<String, SpecValue> values = new HashMap<>();

  /** Refuses a value of the wrong type. */
  @FunctionalInterface
  interface Check {
    void check(SpecValue value) throws SpecTextException;
  }

  /** A field that an object may have. */
  record Field(String name, Check check) {}

  /** Whether fields of other names are refused. */
  enum Others {
    REFUSED,
    IGNORED
  }

  TreeFields(List<SpecObject.Member> members, Span span, List<Field> fields, Others others)
      throws SpecTextException {
    this.span = span;
    for (SpecObject.Member member : members) {
      Optional<Field> field = find(fields, member.key());
      if (field.isPresent()) {
        if (values.putIfAbsent(member.key(), member.value()) != null) {
          throw Mismatch.duplicateField(member.key(), member.keySpan());
        }
        field.get().check().check(member.value());
      } else if (others == Others.REFUSED) {
        throw Mismatch.unknownField(member.key(), names(fields), member.keySpan());
      }
    }
  }

  /** The value of a field that must be there. */
  SpecValue required(String name) throws SpecTextException {
    SpecValue value = values.get(name);
    if (value == null) {
      throw Mismatch.missingField(name, span);
    }
    return value;
  }

  /** The string of a field that must be there. */
  String requiredString(String name) throws SpecTextException {
    return string(required(name), STRING).value();
  }

  /** The string of a field that may be missing or null. */
  Optional<String> optionalString(String name) {
    return values.get(name) instanceof SpecString string
        ? Optional.of(string.value())
        : Optional.empty();
  }

  /** The boolean of a field, false where it is missing. */
  boolean flag(String name) {
    return values.get(name) instanceof SpecBoolean flag && flag.value();
  }

  /** The strings of a field that must be there. */
  List<String> requiredStrings(String name) throws SpecTextException {
    List<String> strings = new ArrayList<>();
    for (SpecValue element : list(required(name), LIST)) {
      strings.add(string(element, STRING).value());
    }
    return strings;
  }

  static final String STRING = "a string";
  static final String PATH = "path string";
  static final String LIST = "a sequence";

  static void checkString(SpecValue value) throws SpecTextException {
    string(value, STRING);
  }

  static void checkPath(SpecValue value) throws SpecTextException {
    string(value, PATH);
  }

  static void checkOptionalPath(SpecValue value) throws SpecTextException {
    if (!(value instanceof SpecNull)) {
      checkPath(value);
    }
  }

  static void checkStrings(SpecValue value) throws SpecTextException {
    for (SpecValue element : list(value, LIST)) {
      checkString(element);
    }
  }

  static void checkFlag(SpecValue value) throws SpecTextException {
    if (!(value instanceof SpecBoolean)) {
      throw Mismatch.type(value, "a boolean");
    }
  }

  static SpecString string(SpecValue value, String expected) throws SpecTextException {
    if (value instanceof SpecString string) {
      return string;
    }
    throw Mismatch.type(value, expected);
  }

  static List<SpecValue> list(SpecValue value, String expected) throws SpecTextException {
    if (value instanceof SpecArray array) {
      return array.elements();
    }
    throw Mismatch.type(value, expected);
  }

  private static Optional<Field> find(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  private static List<String> names(List<Field> fields) {
    List<String> names = new ArrayList<>();
    for (Field field : fields) {
      names.add(field.name());
    }
    return names;
  }
}
