package waybill.dialects.maelstrom.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
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
        + path(settings.cacheRoot())
        + ",\n    cache_size: "
        + bytes(settings.cacheSize())
        + ",\n    inline_limit: "
        + bytes(settings.inlineLimit())
        + ",\n    slots: "
        + settings.slots()
        + ",\n    escape_char: "
        + EscapeChar.shown(settings.escapeChar())
        + ",\n    container_image_depot_root: "
        + path(settings.imageRoot())
        + ",\n    accept_invalid_remote_container_tls_certs: "
        + settings.acceptAnyCertificate()
        + ",\n    spec_version: "
        + Quoted.string(settings.specVersion().word())
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

  private static String path(Optional<Path> path) {
    return path.isEmpty() ? "None" : Quoted.string(path.get().toString());
  }
}
