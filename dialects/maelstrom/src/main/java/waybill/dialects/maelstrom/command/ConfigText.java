package waybill.dialects.maelstrom.command;

import java.util.Locale;
import waybill.dialects.maelstrom.json.Quoted;

/** What {@code maelstrom-run --print-config} prints, in the form of the older program. */
final class ConfigText {
  private static final String UNITS = "KMGTPE";

  private ConfigText() {}

  static String of(RunSettings settings) {
    String level = settings.logLevel().name();
    return "Config {\n    broker: None,\n    log_level: "
        + level.charAt(0)
        + level.substring(1).toLowerCase(Locale.ROOT)
        + ",\n    cache_root: "
        + settings.cacheRoot().map(path -> Quoted.string(path.toString())).orElse("None")
        + ",\n    cache_size: "
        + bytes(settings.cacheSize())
        + ",\n    inline_limit: "
        + bytes(settings.inlineLimit())
        + ",\n    slots: "
        + settings.slots()
        + ",\n    escape_char: "
        + escape(settings.escapeChar())
        + ",\n}\n";
  }

  private static String bytes(long count) {
    if (count < 1000) {
      return count + " B";
    }
    double value = count / 1000.0;
    int unit = 0;
    while (value >= 1000) {
      value /= 1000;
      unit++;
    }
    return Math.round(value * 10) / 10.0 + " " + UNITS.charAt(unit) + "B";
  }

  private static String escape(char c) {
    return c < ' ' ? "^" + (char) (c ^ 0x40) : Character.toString(c);
  }
}
