package waybill.dialects.maelstrom.written;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.dialects.maelstrom.json.JsonNumber;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.json.Words;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
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
  private final Map<String, Span> keys = new HashMap<>();

  /** Refuses a value of the wrong type. */
  @FunctionalInterface
  interface Check {
    void check(SpecValue value) throws SpecTextException;
  }

  /** A field that an object may have. */
  record Field(String name, Check check) {

    /** A field whose null is the same as its absence. */
    static Field orNull(String name, Check check) {
      return new Field(
          name,
          value -> {
            if (!(value instanceof SpecNull)) {
              check.check(value);
            }
          });
    }
  }

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
        keys.put(member.key(), member.keySpan());
        field.get().check().check(member.value());
      } else if (others == Others.REFUSED) {
        throw Mismatch.unknownField(member.key(), names(fields), member.keySpan());
      }
    }
  }

  /** The value of a field that is there and not null. */
  Optional<SpecValue> given(String name) {
    SpecValue value = values.get(name);
    return value == null || value instanceof SpecNull ? Optional.empty() : Optional.of(value);
  }

  /** Of the key of a field, for one that is there; else of the object. */
  Span keySpan(String name) {
    return keys.getOrDefault(name, span);
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
  static final String WORD = "string or map";

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

  static void checkPaths(SpecValue value) throws SpecTextException {
    for (SpecValue element : list(value, LIST)) {
      checkPath(element);
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

  /**
   * One of some words.
   *
   * @param expected what the older program expects where there is no string
   */
  static <T> T word(SpecValue value, Words<T> words, String expected) throws SpecTextException {
    SpecString name = string(value, expected);
    Optional<T> meaning = words.meaning(name.value());
    if (meaning.isEmpty()) {
      throw Mismatch.unknownVariant(name.value(), words.all(), name.span());
    }
    return meaning.get();
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

  /** A whole number within bounds; {@code type} is what the older program calls it. */
  static long whole(SpecValue value, long least, long most, String type) throws SpecTextException {
    if (!(value instanceof SpecNumber number)) {
      throw Mismatch.type(value, type);
    }
    JsonNumber json = new JsonNumber(number);
    OptionalLong whole = json.asWhole(least, most);
    if (whole.isEmpty()) {
      throw json.isWhole() ? Mismatch.value(number, type) : Mismatch.type(number, type);
    }
    return whole.getAsLong();
  }

  static long u32(SpecValue value) throws SpecTextException {
    return whole(value, 0, 0xFFFF_FFFFL, "u32");
  }

  static void checkU32(SpecValue value) throws SpecTextException {
    u32(value);
  }

  static Optional<Field> find(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  static List<String> names(List<Field> fields) {
    List<String> names = new ArrayList<>();
    for (Field field : fields) {
      names.add(field.name());
    }
    return names;
  }
}
