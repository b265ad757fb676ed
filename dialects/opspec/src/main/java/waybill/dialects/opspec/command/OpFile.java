package waybill.dialects.opspec.command;

import java.nio.file.Path;
import waybill.cli.Invocation;
import waybill.cli.ProblemPrinter;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.source.OpSource;
import waybill.dialects.opspec.written.OpReader;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/** Reads the op that a verb is about. */
final class OpFile {
  private OpFile() {}

  /**
   * The op, having told what deserves a warning.
   *
   * @throws ProblemsException if it is not right, in a text that has the name people know it by
   * @throws waybill.model.failure.FailureException if it cannot be read
   */
  static LoadedOp read(OpRef ref, Invocation invocation) {
    var warnings = new Problems();
    LoadedOp op = read(ref.folder(), ref.shown(invocation.directory()), warnings);
    if (!warnings.list().isEmpty()) {
      Source shown = new Source(ref.shown(invocation.directory()), op.op().source().text());
      new ProblemPrinter(invocation.err(), invocation.terminal())
          .print(shown, warnings.list(), warnings.leftOut());
    }
    return op;
  }

  /** The same for somebody who tells warnings in another way, or not at all. */
  static LoadedOp read(Path folder, String shown, Problems warnings) {
    try {
      Path file = folder.resolve(OpSource.FILE);
      var source = new Source(file.toString(), OpSource.text(file));
      return new LoadedOp(folder, OpReader.read(source, warnings));
    } catch (ProblemsException e) {
      throw new ProblemsException(new Source(shown, e.source().text()), e.problems(), e.leftOut());
    }
  }
}
