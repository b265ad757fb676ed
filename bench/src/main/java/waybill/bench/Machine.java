package waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what was measured on, as far as it matters for reading the numbers. */
final class Machine {
  private Machine() {}

  static void describe() throws IOException {
    Report.note(
        "Linux "
            + Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip()
            + ", "
            + System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors, JDK "
            + Runtime.version());
    Report.note("as " + (System.getProperty("user.name").equals("root") ? "root" : "a user"));
    Report.note("load before: " + Files.readString(Path.of("/proc/loadavg")).strip());
    Report.note(
        "bold: what the targets are about; everything of one table was measured in one run");
  }
}
