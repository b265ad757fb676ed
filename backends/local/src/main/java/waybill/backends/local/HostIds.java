package waybill.backends.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The unprivileged host id that a root caller's tasks run as. */
final class HostIds {
  /** Where root has no subordinate range: above those that distributions and systemd give out. */
  static final int DEFAULT = 0x70000000;

  private HostIds() {}

  /**
   * The first id of root's subordinate range, see subuid(5), so that nobody else is given it; else
   * the given base. 0 for an ordinary user, whose tasks run as that user.
   */
  static int forTasks(Path subordinateIds, String userName) {
    if (!userName.equals("root")) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(subordinateIds, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", -1);
        if (fields.length == 3 && (fields[0].equals("root") || fields[0].equals("0"))) {
          long first = Long.parseLong(fields[1]);
          if (first > 0 && first < Integer.MAX_VALUE) {
            return (int) first;
          }
        }
      }
    } catch (IOException | NumberFormatException e) {
      return DEFAULT; // no such file, or not one that says anything: then nobody was given a range
      // by
      // it
    }
    return DEFAULT;
  }
}
