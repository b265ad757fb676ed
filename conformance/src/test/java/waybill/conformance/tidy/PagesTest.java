package waybill.conformance.tidy;

import static waybill.conformance.tidy.Project.FILES;
import static waybill.conformance.tidy.Project.ROOT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation: one title a page, links that lead somewhere, short decision records. */
class PagesTest {

  private static final int RECORD_LINES = 60;

  private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]+\\]\\(([^)\\s]+)\\)");

  @Test
  void everyPageHasOneTitle() {
    Finding.none(
        "one `# ` line, the first of the page",
        pages().stream()
            .filter(
                page ->
                    headings(page).stream().filter(line -> line.startsWith("# ")).count() != 1
                        || !page.text().startsWith("# "))
            .map(page -> new Finding(page.path(), 1, "title"))
            .toList());
  }

  @Test
  void everyLinkLeadsSomewhere() {
    List<Finding> findings = new ArrayList<>();
    for (Project.TextFile page : pages()) {
      List<String> lines = prose(page);
      for (int i = 0; i < lines.size(); i++) {
        Matcher link = LINK.matcher(lines.get(i));
        while (link.find()) {
          if (!leadsSomewhere(page, link.group(1))) {
            findings.add(new Finding(page.path(), i + 1L, link.group(1)));
          }
        }
      }
    }
    Finding.none("name a file or a heading that is there", findings);
  }

  @Test
  void decisionRecordsFitOnAPage() {
    Finding.none(
        "at most "
            + RECORD_LINES
            + " lines: what was decided, why, what was left aside and what would change it",
        pages().stream()
            .filter(page -> page.path().startsWith("docs/decisions"))
            .filter(page -> page.lines().size() > RECORD_LINES)
            .map(page -> new Finding(page.path(), 1, page.lines().size() + " lines"))
            .toList());
  }

  private static boolean leadsSomewhere(Project.TextFile page, String link) {
    if (link.startsWith("https://") || link.startsWith("http://")) {
      return true;
    }
    String[] parts = link.split("#", 2);
    Path folder = ROOT.resolve(page.path()).resolveSibling(".");
    Path target =
        parts[0].isEmpty() ? page.path() : ROOT.relativize(folder.resolve(parts[0]).normalize());
    if (!Files.exists(ROOT.resolve(target))) {
      return false;
    }
    return parts.length == 1
        || pages().stream()
            .filter(other -> other.path().equals(target))
            .flatMap(other -> headings(other).stream())
            .anyMatch(heading -> anchor(heading).equals(parts[1]));
  }

  /** As the usual Markdown viewers make it. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\w -]", "")
        .replace(' ', '-');
  }

  private static List<Project.TextFile> pages() {
    return FILES.stream().filter(file -> file.hasEnding(".md")).toList();
  }

  private static List<String> headings(Project.TextFile page) {
    return prose(page).stream().filter(line -> line.matches("#{1,6} .*")).toList();
  }

  /** The lines of a page, those inside code fences emptied. */
  private static List<String> prose(Project.TextFile page) {
    List<String> lines = new ArrayList<>();
    boolean fenced = false;
    for (String line : page.lines()) {
      boolean fence = line.strip().startsWith("```");
      lines.add(fenced || fence ? "" : line);
      fenced ^= fence;
    }
    return lines;
  }
}
