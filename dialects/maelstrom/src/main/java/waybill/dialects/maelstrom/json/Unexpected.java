package waybill.dialects.maelstrom.json;

import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** A value where another type was expected, in the older program's words. */
final class Unexpected {
  static final String LIST = "sequence";
  static final String OBJECT = "map";

  private Unexpected() {}

  static String inWords(SpecValue value) {
    return switch (value) {
      case SpecNull _ -> "null";
      case SpecBoolean bool -> "boolean `" + bool.value() + "`";
      case SpecNumber number -> new JsonNumber(number).inWords();
      case SpecString string -> "string " + Quoted.string(string.value());
      case SpecArray _ -> LIST;
      case SpecObject _ -> OBJECT;
    };
  }
}
