package waybill.dialects.opspec.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.DisplayText;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.opspec.show.MarkdownText;
import waybill.dialects.opspec.written.WrittenOp;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.problem.Severity;

/** {@code opctl ls}: the ops below a folder, with what they say of themselves. */
final class LsCommand {
  private static final int GAP = 2;

  /** Of a description where there is no screen to fit. */
  private static final int WIDEST = 120;

  private static final int NARROWEST = 24;

  CommandSpec spec(Globals globals) {
    CommandSpec spec = Opctl.command("ls", globals, this::list);
    spec.usageMessage().description("Lists ops with their descriptions.");
    CommandLines.examples(spec, "opctl ls", "opctl ls ./tools");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .paramLabel("DIR_REF")
            .type(String.class)
            .description(
                "The folder below which to look; .opspec if there is one here, else this one.")
            .build());
    return spec;
  }

  private record Row(String ref, List<String> lines) {}

  private Exit list(ParseResult options, Invocation invocation) {
    Path directory = invocation.directory();
    Path folder = folder(options.matchedPositionalValue(0, ""), directory);
    var rows = new ArrayList<Row>();
    int refWidth = "REF".length();
    List<Path> found = OpFolders.below(folder);
    for (Path op : found) {
      refWidth = Math.max(refWidth, DisplayText.width(DisplayText.safe(ref(op, directory))));
    }
    int columns =
        invocation.terminal().outIsTerminal() ? invocation.terminal().columns() - 1 : WIDEST;
    int room = Math.max(NARROWEST, columns - refWidth - GAP);
    for (Path op : found) {
      rows.add(new Row(DisplayText.safe(ref(op, directory)), description(op, invocation, room)));
    }
    print(rows, refWidth, invocation);
    return Exit.OK;
  }

  private static Path folder(String written, Path directory) {
    if (written.isEmpty()) {
      Path conventional = directory.resolve(OpRef.CONVENTIONAL);
      return Files.isDirectory(conventional) ? conventional : directory;
    }
    try {
      Path folder = directory.resolve(written).normalize();
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      throw noFolder(written, "there is a NUL in its name");
    }
    throw noFolder(written, written.contains("#") ? "git repositories come later" : "not found");
  }

  private static FailureException noFolder(String written, String why) {
    return Failure.of(FailureCode.INPUT_MISSING, "there is no folder `" + written + "`: " + why)
        .asException();
  }

  /** As one names it for {@code run}. */
  private static String ref(Path op, Path directory) {
    Path conventional = directory.resolve(OpRef.CONVENTIONAL);
    if (op.startsWith(conventional) && !op.equals(conventional)) {
      return conventional.relativize(op).toString();
    }
    if (op.equals(directory)) {
      return ".";
    }
    return op.startsWith(directory) ? directory.relativize(op).toString() : op.toString();
  }

  /** One that cannot be used is listed all the same: the others are not to suffer from it. */
  private List<String> description(Path folder, Invocation invocation, int columns) {
    try {
      String shown = new OpRef("", folder).shown(invocation.directory());
      WrittenOp op = OpFile.read(folder, shown, new Problems()).op();
      String text = op.description().orElse("");
      List<String> lines =
          text.isBlank()
              ? List.of()
              : MarkdownText.lines(
                  text, Optional.of(folder), columns, invocation.terminal().unicode());
      return lines.isEmpty() ? List.of("-") : lines;
    } catch (ProblemsException e) {
      return List.of(DisplayText.safe("(not a usable op: " + first(e) + ")"));
    } catch (FailureException e) {
      return List.of(DisplayText.safe("(not a usable op: " + e.failure().message() + ")"));
    }
  }

  private static String first(ProblemsException e) {
    for (Problem problem : e.problems()) {
      if (problem.severity() == Severity.ERROR) {
        return "line " + problem.span().startLine() + ": " + problem.message();
      }
    }
    return e.problems().getFirst().message();
  }

  private static void print(List<Row> rows, int refWidth, Invocation invocation) {
    var text = new StringBuilder();
    line(text, refWidth, "REF", "DESCRIPTION");
    for (Row row : rows) {
      String ref = row.ref();
      for (String line : row.lines()) {
        line(text, refWidth, ref, line);
        ref = "";
      }
    }
    invocation.out().print(text);
    invocation.out().flush();
    if (rows.isEmpty()) {
      invocation.err().print("there are no ops here; `opctl op create NAME` makes one\n");
      invocation.err().flush();
    }
  }

  private static void line(StringBuilder text, int refWidth, String ref, String description) {
    String left = ref + " ".repeat(refWidth - DisplayText.width(ref) + GAP);
    text.append((left + description).stripTrailing()).append('\n');
  }
}
