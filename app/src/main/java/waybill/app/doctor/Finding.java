package waybill.app.doctor;

import java.util.Optional;

/**
 * What was found out about one ability.
 *
 * @param ability what it is called
 * @param verdict whether it is there
 * @param detail what was seen, in a few words
 * @param cure what to change, where something can be
 */
record Finding(String ability, Verdict verdict, String detail, Optional<String> cure) {

  enum Verdict {
    /** It was done, and worked. */
    OK,
    /** Not there, and tasks run without it. */
    LIMITED,
    /** Not there, and nothing runs without it. */
    MISSING
  }

  static Finding ok(String ability, String detail) {
    return new Finding(ability, Verdict.OK, detail, Optional.empty());
  }

  static Finding limited(String ability, String detail, String cure) {
    return new Finding(ability, Verdict.LIMITED, detail, Optional.of(cure));
  }

  static Finding missing(String ability, String detail, Optional<String> cure) {
    return new Finding(ability, Verdict.MISSING, detail, cure);
  }
}
