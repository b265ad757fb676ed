package waybill.dialects.opspec.show;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waybill.dialects.opspec.source.OpSource;
import waybill.dialects.opspec.written.OpReader;
import waybill.model.document.Source;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

/** What the op of a run says of itself, as its file says it now. */
public final class OpDescription {
  private OpDescription() {}

  /**
   * The lines of its description; none where it has none, or is not there any more.
   *
   * @param detail of the beginning of the run's root
   * @param columns where lines are broken
   * @param unicode whether signs beyond ASCII may be added
   */
  public static List<String> lines(String detail, int columns, boolean unicode) {
    String op = CallDetail.of(detail).op();
    if (!op.startsWith("/")) {
      return List.of();
    }
    try {
      Path folder = Path.of(op);
      Path file = folder.resolve(OpSource.FILE);
      return OpReader.read(new Source(file.toString(), OpSource.text(file)))
          .description()
          .map(text -> MarkdownText.lines(text, Optional.of(folder), columns, unicode))
          .orElse(List.of());
    } catch (FailureException | ProblemsException | InvalidPathException changed) {
      // The run is history; its file may have become something else since.
      return List.of();
    }
  }
}
