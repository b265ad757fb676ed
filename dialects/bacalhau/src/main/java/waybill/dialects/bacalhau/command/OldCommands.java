package waybill.dialects.bacalhau.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Commands that were renamed long ago, and still stand in scripts and old pages. */
final class OldCommands {
  private static final Map<String, String> TODAY = new LinkedHashMap<>();

  static {
    TODAY.put("create", "job run");
    TODAY.put("list", "job list");
    TODAY.put("get", "job get");
    TODAY.put("describe", "job describe");
    TODAY.put("logs", "job logs");
    TODAY.put("cancel", "job stop");
  }

  private OldCommands() {}

  static void addTo(CommandSpec root) {
    TODAY.forEach(
        (old, today) -> {
          CommandSpec spec =
              LaterCommands.refusing(
                  old,
                  "Today's name is `bacalhau " + today + "`.",
                  "`bacalhau " + old + "` is `bacalhau " + today + "` today",
                  "write `bacalhau " + today + "` in its place");
          spec.usageMessage().hidden(true);
          root.addSubcommand(old, spec);
        });
  }
}
