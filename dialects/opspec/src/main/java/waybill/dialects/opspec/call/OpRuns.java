package waybill.dialects.opspec.call;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import waybill.dialects.opspec.parameter.Parameters;
import waybill.dialects.opspec.parameter.SecretTexts;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.source.OpSource;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.engine.LiveRuns;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.Journal;
import waybill.engine.store.NewRun;
import waybill.engine.store.Secrets;

/**
 * Begins runs. For any number of threads.
 *
 * @param journal remembers them
 * @param live knows them as long as they run, and passes on who wants them to end
 * @param runs folder in which each has one of its own, by its number
 * @param removal removes what containers left, whoever owns it
 */
public record OpRuns(
    Journal journal,
    LiveRuns live,
    Expressions expressions,
    Parameters parameters,
    Containers.Supply containers,
    Path runs,
    FolderRemoval removal) {

  /** What people see as the kind of such a run. */
  public static final String KIND = "op";

  /**
   * Remembers a new run and begins it on a thread of its own. It can be cancelled from now on, and
   * its end will be in the journal.
   */
  public OpRun start(OpOrder order) {
    var secrets = new Secrets();
    for (WrittenParameter input : order.op().op().inputs()) {
      Value value = order.arguments().get(input.name());
      if (input.secret() && value != null) {
        SecretTexts.in(value).forEach(secrets::add);
      }
    }
    String id = CallIds.next();
    long number = journal.begin(new NewRun(KIND, order.ref(), id, order.directory(), secrets));
    try {
      return begun(order, id, number, secrets);
    } catch (RuntimeException | Error broken) {
      // Else it would be a run without an end.
      journal.end(number, CallNews.ending(new CallEnd.Failed(CallFailure.internal(broken))));
      throw broken;
    }
  }

  private OpRun begun(OpOrder order, String id, long number, Secrets secrets) {
    var ops =
        new OpSource(warning -> journal.record(number, "", new Remark("warning: " + warning)));
    ops.add(order.op());
    Path folder = runs.resolve(Long.toString(number));
    Path scratch = folder.resolve("scratch");
    for (Path old : List.of(scratch, folder.resolve("outputs"))) {
      if (Files.exists(old)) {
        removal.remove(old); // of a run of that number in a journal that is no more
      }
    }
    var tools =
        new RunTools(
            number,
            journal,
            secrets,
            ops,
            expressions,
            parameters,
            containers.ofRun(number),
            new RunScratch(scratch));
    var run = new OpRun(order, id, tools, folder, removal);
    LiveRuns.Registration registration = live.register(number, run::cancel);
    Thread.ofVirtual().name("waybill-run-" + number).start(() -> run.run(registration));
    return run;
  }
}
