package waybill.dialects.opspec.call;

import java.nio.file.Path;
import waybill.dialects.opspec.parameter.Parameters;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.source.OpSource;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.Journal;
import waybill.engine.store.Secrets;
import waybill.model.document.SpecValue;

/**
 * What all calls of a run use.
 *
 * @param run its number
 * @param secrets texts that are secret from the moment they are added
 */
record RunTools(
    long run,
    Journal journal,
    Secrets secrets,
    OpSource ops,
    Expressions expressions,
    Parameters parameters,
    Containers containers,
    RunScratch scratch) {

  void record(String path, Fact fact) {
    journal.record(run, path, fact);
  }

  /** Says something that people should read. */
  void remark(String path, String text) {
    journal.record(run, path, new Remark(text));
  }

  /**
   * Warns when a file or dir was made because there is none where an expression looks for it in or
   * around the op: what is written there is lost with the run.
   */
  void warnIfMade(CallPlace at, SpecValue expression, Path path) {
    if (References.isEmbedded(expression) && scratch.holds(path)) {
      remark(
          at.path(),
          "warning: "
              + at.op().loaded().place(expression.span())
              + ": there is no `"
              + References.inside(expression).orElse("")
              + "`: something empty stands for it, which is gone when the run is over");
    }
  }
}
