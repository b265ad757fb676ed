package waybill.dialects.bacalhau.written;

import java.nio.charset.StandardCharsets;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.dialects.bacalhau.template.TextPlaces;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;
import waybill.model.reader.ReadLimits;
import waybill.model.reader.YamlReader;

/** The text of a job as a tree: JSON, also with comments, or YAML. */
final class JobText {
  /** A job may hold the content of files; as JSON it takes more room than its author wrote. */
  private static final ReadLimits LIMITS = new ReadLimits(64 << 20, 64, 16 << 20, 200_000);

  private static final YamlReader YAML = new YamlReader(LIMITS).merging().keepingRepeatedKeys();
  private static final JsonReader JSON = new JsonReader().within(LIMITS).keepingRepeatedKeys();

  private JobText() {}

  /**
   * The tree.
   *
   * @param problems gets what is worth a warning
   * @throws ProblemsException if it is neither
   */
  static Document document(Source source, Problems problems) {
    int first = firstCharacter(source.text());
    if (first < 0) {
      Span start = new Span(1, 1, 1, 1, 0, 0);
      throw new ProblemsException(source, JobProblems.noContent(start));
    }
    char begin = source.text().charAt(first);
    boolean likeJson = begin == '{' || begin == '[' || begin == '/';
    return likeJson ? json(source, problems) : yaml(source);
  }

  private static Document yaml(Source source) {
    return YAML.read(source.name(), source.text().getBytes(StandardCharsets.UTF_8));
  }

  private static Document json(Source source, Problems problems) {
    String plain = withoutComments(source, problems);
    try {
      return JSON.read(source.name(), plain.getBytes(StandardCharsets.UTF_8));
    } catch (ProblemsException noJson) {
      return flow(source, noJson);
    }
  }

  /** YAML may begin like JSON, too; where it is neither, the file's name says what was meant. */
  private static Document flow(Source source, ProblemsException noJson) {
    if (source.name().endsWith(".json")) {
      throw noJson;
    }
    try {
      return yaml(source);
    } catch (ProblemsException noYaml) {
      boolean yaml = source.name().endsWith(".yaml") || source.name().endsWith(".yml");
      throw yaml ? noYaml : noJson;
    }
  }

  /** Of what is neither blank nor a comment of YAML; less than none if there is nothing. */
  private static int firstCharacter(String text) {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int feed = text.indexOf('\n', at);
        at = feed < 0 ? text.length() : feed;
      } else if (Character.isWhitespace(c) || c == '\uFEFF') {
        at++;
      } else {
        return at;
      }
    }
    return -1;
  }

  /** With as many blanks instead of each comment as it has bytes, so that every place stays. */
  private static String withoutComments(Source source, Problems problems) {
    String text = source.text();
    StringBuilder plain = new StringBuilder(text.length());
    boolean told = false;
    boolean quoted = false;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quoted && c == '\\' && at + 1 < text.length()) {
        plain.append(c).append(text.charAt(at + 1));
        at += 2;
        continue;
      }
      quoted ^= c == '"';
      if (quoted || !text.startsWith("//", at)) {
        plain.append(c);
        at++;
        continue;
      }
      int feed = text.indexOf('\n', at);
      int end = feed < 0 ? text.length() : feed;
      if (!told) {
        told = true;
        problems.add(JobProblems.comments(TextPlaces.of(text, at, end)));
      }
      plain.repeat(' ', Variables.bytes(text.substring(at, end)));
      at = end;
    }
    return plain.toString();
  }
}
