package waybill.app.doctor;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import waybill.app.verb.JsonDocument;
import waybill.cli.Exit;
import waybill.cli.Table;
import waybill.sandbox.LauncherSettings;

/** The command: examines, prints, and ends with 1 when no task can run here. */
public final class Doctor {
  private final LauncherSettings settings;
  private final Path cache;

  public Doctor(LauncherSettings settings, Path cache) {
    this.settings = settings;
    this.cache = cache;
  }

  /**
   * Prints a line for each ability, with the cure below it where there is one; or one JSON
   * document.
   */
  public Exit run(PrintStream out, boolean json) throws InterruptedException {
    List<Finding> findings =
        new Examination(settings, cache, System.getProperty("user.name", "")).findings();
    if (json) {
      printJson(findings, out);
    } else {
      printText(findings, out);
    }
    boolean usable = true;
    for (Finding finding : findings) {
      usable &= finding.verdict() != Finding.Verdict.MISSING;
    }
    return usable ? Exit.OK : new Exit.Status(1);
  }

  private static void printText(List<Finding> findings, PrintStream out) {
    var table = new Table("VERDICT", "ABILITY", "DETAIL");
    for (Finding finding : findings) {
      table.row(
          finding.verdict().name().toLowerCase(Locale.ROOT), finding.ability(), finding.detail());
      finding.cure().ifPresent(cure -> table.row("", "", "cure: " + cure));
    }
    table.print(out);
  }

  private static void printJson(List<Finding> findings, PrintStream out) {
    JsonDocument.print(
        out,
        json -> {
          json.writeArrayPropertyStart("findings");
          for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringProperty("ability", finding.ability());
            json.writeStringProperty("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("detail", finding.detail());
            finding.cure().ifPresent(cure -> json.writeStringProperty("cure", cure));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
