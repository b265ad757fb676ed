package waybill.backends.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waybill.sandbox.SubordinateIds;

/** Ids of the host that tasks run as: subordinate ones, see subuid(5). */
final class HostIds {
  /** Where root has no subordinate range: above those that distributions and systemd give out. */
  static final int DEFAULT = 0x70000000;

  private static final int RANGE = 65_536;

  private HostIds() {}

  /**
   * The first of 65,536 unprivileged ids that a root caller's tasks run as: of root's subordinate
   * range, so that nobody else is given them; else the default ones. 0 for an ordinary user, whose
   * tasks run as that user.
   */
  static int forTasks(Path subordinateIds, String userName) {
    if (!userName.equals("root")) {
      return 0;
    }
    int first = first(subordinateIds, List.of("root", "0"), RANGE);
    return first == 0 ? DEFAULT : first;
  }

  /**
   * What an ordinary user was given beside its own id, if that is enough for a range.
   *
   * @param names the user's name, and its id as a number
   */
  static Optional<SubordinateIds> subordinate(Path users, Path groups, List<String> names) {
    int user = first(users, names, RANGE - 1);
    int group = first(groups, names, RANGE - 1);
    return user == 0 || group == 0
        ? Optional.empty()
        : Optional.of(new SubordinateIds(user, group));
  }

  /** 0: no line gives that many. Where there is no such file, nobody was given anything. */
  private static int first(Path file, List<String> names, int count) {
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", -1);
        if (fields.length == 3 && names.contains(fields[0])) {
          long first = number(fields[1]);
          if (first > 0 && first <= Integer.MAX_VALUE - RANGE && number(fields[2]) >= count) {
            return (int) first;
          }
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }

  /** 0 for what is not a number: such a line gives nothing. */
  private static long number(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
