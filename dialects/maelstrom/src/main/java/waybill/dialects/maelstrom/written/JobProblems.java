package waybill.dialects.maelstrom.written;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.model.document.Span;

/** What can be wrong between the fields of a job of version 0.10, in the older program's words. */
final class JobProblems {
  private JobProblems() {}

  /** What to write instead of a field of an older or newer version of the language. */
  private static final Map<String, String> OTHER_VERSIONS =
      Map.of(
          "devices",
          "devices are mounts now: \"mounts\": [{ \"type\": \"devices\", \"devices\": [\"null\"] }]",
          "enable_loopback",
          "write \"network\": \"loopback\"",
          "added_environment",
          "write \"environment\" as a list of { \"vars\": {…}, \"extend\": true }",
          "parent",
          newer(),
          "containers",
          newer(),
          "priority",
          newer(),
          "added_mounts",
          newer());

  private static String newer() {
    return "this belongs to a newer version of the language than 0.10, which is read with"
        + " --spec-version newer or MAELSTROM_RUN_SPEC_VERSION=newer";
  }

  static SpecTextException unknownField(String field, List<String> known, Span key) {
    SpecTextException unknown = Mismatch.unknownField(field, known, key);
    String otherVersion = OTHER_VERSIONS.get(field);
    return otherVersion == null ? unknown : unknown.withHelp(Optional.of(otherVersion));
  }

  static SpecTextException mountWithoutType(Span brace, boolean hasOldType) {
    SpecTextException missing = Mismatch.missingField("type", brace);
    return hasOldType
        ? missing.withHelp(Optional.of("\"fs_type\" is called \"type\" now"))
        : missing;
  }

  static SpecTextException imageAsList(Span list) {
    return conflict("maelstrom/wrong-type", "invalid type: sequence, expected struct Image", list);
  }

  static SpecTextException layersEmpty(Span key) {
    return conflict("maelstrom/no-layers", "field `layers` cannot be empty", key);
  }

  static SpecTextException useEmpty(Span key) {
    return conflict("maelstrom/nothing-used", "field `use` cannot be empty", key);
  }

  static SpecTextException layersBesideImage(Span key) {
    return conflict(
        "field `layers` cannot be set if `image` with a `use` of `layers` is also set"
            + " (try `added_layers` instead)",
        key);
  }

  static SpecTextException imageBesideLayers(Span key) {
    return conflict("field `image` cannot use `layers` if field `layers` is also set", key);
  }

  static SpecTextException addedLayersWithoutImage(Span key) {
    return conflict("field `added_layers` set before `image` with a `use` of `layers`", key);
  }

  static SpecTextException addedLayersBesideLayers(Span key) {
    return conflict("field `added_layers` cannot be set with `layer` field", key);
  }

  static SpecTextException environmentWithoutExtend(Span key) {
    return conflict(
        "field `environment` must provide `extend` flags if `image` with a `use` of"
            + " `environment` is also set",
        key);
  }

  static SpecTextException imageBesideEnvironment(Span key) {
    return conflict(
        "field `image` cannot use `environment` if `environment` has not provided `extend` flags",
        key);
  }

  static SpecTextException directoryBesideImage(Span key) {
    return conflict(
        "field `working_directory` cannot be set if `image` with a `use` of"
            + " `working_directory` is also set",
        key);
  }

  static SpecTextException imageBesideDirectory(Span key) {
    return conflict(
        "field `image` cannot use `working_directory` if field `working_directory` is also set",
        key);
  }

  private static SpecTextException conflict(String message, Span span) {
    return conflict("maelstrom/conflict", message, span);
  }

  private static SpecTextException conflict(String code, String message, Span span) {
    return new SpecTextException(code, message, span);
  }
}
