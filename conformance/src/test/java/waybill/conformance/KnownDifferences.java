package waybill.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cases we do not meet, with their reasons: the tables of docs/compatibility.md whose rows
 * begin with the ids of cases.
 */
final class KnownDifferences {

  private static final Pattern ROW =
      Pattern.compile("\\| (`[A-Za-z0-9-]+`(?:, `[A-Za-z0-9-]+`)*) \\| (\\S.*?) \\|");

  private KnownDifferences() {}

  static Map<String, String> read() throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Workshop.SOURCE_TREE.resolve("docs/compatibility.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        for (String id : row.group(1).replace("`", "").split(", ", -1)) {
          reasons.put(id, row.group(2));
        }
      }
    }
    return reasons;
  }
}
