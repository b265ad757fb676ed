package waybill.dialects.bacalhau.written;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.dialects.bacalhau.problem.TaskProblems;
import waybill.dialects.bacalhau.spec.ResultPath;
import waybill.dialects.bacalhau.spec.ResultPath.Compression;
import waybill.dialects.bacalhau.spec.ResultPath.Format;
import waybill.model.document.SpecString;

/** What a task's result paths mean. */
final class ResultBuilder {
  private static final int LONGEST_NAME = 255;

  private final Part task;
  private final Set<String> names = new HashSet<>();
  private final Set<String> paths = new HashSet<>();

  ResultBuilder(Part task) {
    this.task = task;
  }

  List<ResultPath> results() {
    List<ResultPath> results = new ArrayList<>();
    for (Part part : task.parts("ResultPaths")) {
      results.add(result(part));
    }
    return results;
  }

  private ResultPath result(Part part) {
    String name = part.text("Name").map(given -> name(part, given)).orElse("");
    if (!name.isEmpty() && !names.add(name)) {
      part.add(JobProblems.sameResultName(name, part.span("Name")));
    }
    Optional<String> path =
        part.text("Path").flatMap(given -> InputBuilder.path(part, "the result path", given));
    if (path.isPresent() && !paths.add(path.get())) {
      part.add(JobProblems.sameResultPath(path.get(), part.span("Path")));
    }
    ResultPath.Type type = type(part);
    Format format = format(part);
    if (type == ResultPath.Type.FILE) {
      path.ifPresent(given -> checkEnding(part, given, format));
    }
    Compression compression = compression(part);
    OptionalInt level = level(part, compression);
    return new ResultPath(name, path.orElse("/"), type, format, compression, level);
  }

  /** It becomes the name of a file. */
  private static String name(Part part, SpecString given) {
    String name = given.value();
    int from = 0;
    int to = name.length();
    while (from < to && name.charAt(from) == '/') {
      from++;
    }
    while (to > from && name.charAt(to - 1) == '/') {
      to--;
    }
    String inner = name.substring(from, to);
    boolean control = inner.chars().anyMatch(Character::isISOControl);
    if (inner.isBlank()
        || inner.indexOf('/') >= 0
        || inner.equals(".")
        || inner.equals("..")
        || control
        || Variables.bytes(inner) > LONGEST_NAME) {
      part.add(TaskProblems.resultName(name, given.span()));
    } else if (inner.length() < name.length()) {
      part.add(TaskProblems.oddResultName(name, inner, given.span()));
    }
    return inner;
  }

  static boolean isStream(Part part) {
    return switch (type(part)) {
      case STDOUT, STDERR, EXIT_CODE -> true;
      case FILE, DIRECTORY -> false;
    };
  }

  private static ResultPath.Type type(Part part) {
    return switch (part.text("Type").map(SpecString::value).orElse("")) {
      case "file" -> ResultPath.Type.FILE;
      case "stdout" -> ResultPath.Type.STDOUT;
      case "stderr" -> ResultPath.Type.STDERR;
      case "exitCode" -> ResultPath.Type.EXIT_CODE;
      default -> ResultPath.Type.DIRECTORY; // what else there is was told
    };
  }

  private static Format format(Part part) {
    return switch (part.text("Format").map(SpecString::value).orElse("")) {
      case "text" -> Format.TEXT;
      case "json" -> Format.JSON;
      case "csv" -> Format.CSV;
      default -> Format.RAW; // what else there is was told
    };
  }

  private static Compression compression(Part part) {
    return switch (part.text("Compression").map(SpecString::value).orElse("")) {
      case "gzip" -> Compression.GZIP;
      case "zstd" -> Compression.ZSTD;
      default -> Compression.NONE; // what else there is was told
    };
  }

  private static void checkEnding(Part part, String path, Format format) {
    String ending = "." + format.name().toLowerCase(Locale.ROOT);
    boolean wanted = format == Format.JSON || format == Format.CSV;
    if (wanted && !path.toLowerCase(Locale.ROOT).endsWith(ending)) {
      part.add(TaskProblems.ending(path, ending, part.span("Path")));
    }
  }

  private static OptionalInt level(Part part, Compression compression) {
    OptionalLong given = part.whole("CompressionLevel");
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    long level = given.getAsLong();
    if (level < 1 || level > 9) {
      part.add(
          JobProblems.range("CompressionLevel", "1 to 9", level, part.span("CompressionLevel")));
      return OptionalInt.empty();
    }
    if (compression == Compression.NONE) {
      part.add(TaskProblems.uselessLevel(part.keySpan("CompressionLevel")));
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) level);
  }
}
