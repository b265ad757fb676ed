package waybill.dialects.bacalhau.written;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import java.util.Optional;
import waybill.dialects.bacalhau.problem.TaskProblems;
import waybill.dialects.bacalhau.spec.InputSource.CreateAs;
import waybill.dialects.bacalhau.spec.InputSource.Partition;
import waybill.dialects.bacalhau.spec.InputSource.Source;
import waybill.model.document.SpecString;

/** What an input's source means. */
final class SourceBuilder {
  private static final int LONGEST_PATTERN = 1000;

  private final Part params;

  private SourceBuilder(Part params) {
    this.params = params;
  }

  static Optional<Source> source(Part source) {
    SourceBuilder builder = new SourceBuilder(source.partOrNothing("Params"));
    return switch (source.text("Type").map(SpecString::value).orElse("")) {
      case "ipfs" ->
          Optional.of(new Source.Ipfs(builder.string("CID"), builder.optional("Gateway")));
      case "s3" -> Optional.of(builder.s3());
      case "local" -> Optional.of(builder.local());
      case "urlDownload" -> Optional.of(builder.url());
      case "s3PreSigned" -> Optional.of(builder.preSigned());
      case "inline" -> builder.inline();
      default -> Optional.empty(); // was told already
    };
  }

  private String string(String key) {
    return optional(key).orElse("");
  }

  private Optional<String> optional(String key) {
    return params.text(key).map(SpecString::value);
  }

  private Source s3() {
    params.text("Filter").ifPresent(this::checkPattern);
    if (params.has("AccessKeyID") != params.has("SecretAccessKey")) {
      params.add(TaskProblems.halfOfAKey(params.span()));
    }
    return new Source.S3(
        string("Bucket"),
        string("Key"),
        optional("Filter"),
        optional("Region"),
        optional("Endpoint"),
        optional("VersionID"),
        optional("ChecksumSHA256"),
        params.part("Partition").flatMap(part -> new SourceBuilder(part).partition()),
        optional("AccessKeyID"),
        optional("SecretAccessKey"));
  }

  private void checkPattern(SpecString pattern) {
    try {
      if (pattern.value().length() > LONGEST_PATTERN) {
        params.add(TaskProblems.pattern("it is too long", pattern.span()));
      } else {
        var _ = Pattern.compile(pattern.value());
      }
    } catch (PatternSyntaxException wrong) {
      params.add(TaskProblems.pattern(wrong.getDescription(), pattern.span()));
    }
  }

  /** Here {@code params} is the partition itself. */
  private Optional<Partition> partition() {
    String type = string("Type");
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "", "none" -> Optional.empty();
      case "object" -> Optional.of(new Partition.ByObject());
      case "regex" -> {
        Optional<SpecString> pattern = params.text("Pattern");
        pattern.ifPresentOrElse(
            this::checkPattern,
            () ->
                params.add(TaskProblems.partition("regex pattern cannot be empty", params.span())));
        yield Optional.of(new Partition.ByPattern(string("Pattern")));
      }
      case "substring" -> Optional.of(byCharacters());
      case "date" -> {
        if (string("DateFormat").isEmpty()) {
          params.add(TaskProblems.partition("date format cannot be empty", params.span()));
        }
        yield Optional.of(new Partition.ByDate(string("DateFormat")));
      }
      default -> { // whatever else somebody wrote
        params.add(
            TaskProblems.partition("unsupported partition key type " + type, params.span("Type")));
        yield Optional.empty();
      }
    };
  }

  private Partition byCharacters() {
    long start = params.whole("StartIndex").orElse(0);
    long end = params.whole("EndIndex").orElse(0);
    if (start < 0) {
      params.add(
          TaskProblems.partition("start index cannot be negative", params.span("StartIndex")));
    } else if (end <= start || end > Integer.MAX_VALUE) {
      params.add(
          TaskProblems.partition(
              "end index must be greater than start index", params.span("EndIndex")));
    }
    return new Partition.ByCharacters(
        Math.clamp(start, 0, Integer.MAX_VALUE), Math.clamp(end, 0, Integer.MAX_VALUE));
  }

  private Source local() {
    Optional<SpecString> path = params.text("SourcePath");
    path.filter(given -> !given.value().startsWith("/"))
        .ifPresent(given -> params.add(TaskProblems.sourcePath(given)));
    CreateAs createAs =
        switch (string("CreateAs").toLowerCase(Locale.ROOT)) {
          case "", "nocreate" -> CreateAs.NOTHING;
          case "dir" -> CreateAs.DIRECTORY;
          case "file" -> CreateAs.FILE;
          default -> { // whatever else somebody wrote
            params.add(TaskProblems.createAs(string("CreateAs"), params.span("CreateAs")));
            yield CreateAs.NOTHING;
          }
        };
    return new Source.Local(string("SourcePath"), params.flag("ReadWrite").orElse(false), createAs);
  }

  private Source url() {
    params.text("URL").ifPresent(url -> checkUrl(url, true));
    return new Source.Url(string("URL"), params.map("Headers"));
  }

  private void checkUrl(SpecString url, boolean named) {
    String text = url.value();
    int scheme = text.indexOf("://");
    String word = scheme < 0 ? "" : text.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!word.equals("http") && !word.equals("https")) {
      params.add(TaskProblems.urlScheme(word.isEmpty() ? text : word, url.span()));
      return;
    }
    String rest = text.substring(scheme + 3);
    int end = rest.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = rest.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    String path = rest.substring(0, end);
    if (path.isEmpty() || path.startsWith("/") || path.indexOf(' ') >= 0) {
      params.add(TaskProblems.url(text, url.span()));
    } else if (named && (path.indexOf('/') < 0 || path.endsWith("/"))) {
      params.add(TaskProblems.urlFileName(url.span()));
    }
  }

  private Source preSigned() {
    Optional<SpecString> url = params.text("PreSignedURL").or(() -> params.text("URL"));
    if (params.has("PreSignedURL") == params.has("URL")) {
      params.add(TaskProblems.exactlyOne("s3PreSigned", "PreSignedURL", "URL", params.span()));
    }
    url.ifPresent(given -> checkUrl(given, false));
    return new Source.S3PreSigned(url.map(SpecString::value).orElse(""));
  }

  private Optional<Source> inline() {
    Optional<SpecString> content = params.content("Content");
    Optional<SpecString> url = params.text("URL");
    if (params.has("Content") == params.has("URL")) {
      params.add(TaskProblems.exactlyOne("inline", "Content", "URL", params.span()));
    }
    if (content.isPresent()) {
      return content.map(given -> DataUrl.ofText(given.value()));
    }
    return url.flatMap(given -> DataUrl.read(given, params.problems()));
  }
}
