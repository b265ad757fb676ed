package waybill.dialects.opspec.show;

import java.util.Optional;
import java.util.function.Consumer;
import waybill.engine.OutputReceiver.Stream;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;

/**
 * Reads the events of runs, in their order, and passes on what a person is to see: lines, a tree,
 * and the failures to be told at the end. For one thread, but the tree may be drawn by another.
 */
final class RunFold {
  private final OpenCalls open = new OpenCalls();
  private final CallLines lines;
  private final Optional<CallTree> tree;
  private final RootCauses causes;

  RunFold(ShownPaths paths, Consumer<ShownLine> lines, Optional<CallTree> tree, RootCauses causes) {
    this.lines = new CallLines(open, paths, lines);
    this.tree = tree;
    this.causes = causes;
  }

  void accept(Event event) {
    switch (event.fact()) {
      case Event.GroupStarted fact -> {
        Call call = open.begin(event, fact);
        lines.begun(call);
        tree.ifPresent(shown -> shown.begun(call));
      }
      case Event.GroupEnded fact -> ended(event, fact);
      case Event.OutputWritten fact -> open.of(event).ifPresent(call -> wrote(call, fact));
      case Event.Remark fact -> {
        lines.remark(event, fact.text());
        said(event, fact.text());
      }
      case Event.SubmissionEnded fact -> {
        causes.over(event, fact.ending());
        open.endRun(event);
      }
      case Event.TaskWaiting _ -> said(event, "waits: all slots are taken");
      case Event.AttemptStarted _ -> said(event, "");
      case Event.AttemptEnded _, Event.TaskEnded _, Event.SubmissionStarted _ -> {
        // The calls themselves say what is to be seen of these.
      }
    }
  }

  /** What a container does besides writing; a group's row has other things to say. */
  private void said(Event event, String text) {
    open.of(event)
        .filter(Call::isContainer)
        .ifPresent(call -> tree.ifPresent(shown -> shown.said(call, text)));
  }

  private void wrote(Call call, Event.OutputWritten fact) {
    Stream stream = fact.stream();
    call.lines(stream).add(fact.bytes(), line -> wrote(call, stream, line));
  }

  private void wrote(Call call, Stream stream, byte[] line) {
    call.wrote(line);
    lines.wrote(call, stream, line);
    tree.ifPresent(shown -> shown.said(call, call.lastLine().orElse("")));
  }

  private void ended(Event event, Event.GroupEnded fact) {
    Ending ending = fact.ending();
    Optional<Call> found = open.of(event);
    if (found.isEmpty()) {
      if (ending instanceof Ending.Skipped(String reason)) {
        lines.skipped(event, reason);
      } else {
        lines.lost(event, ending);
      }
      Optional<Call> above = open.above(event);
      tree.ifPresent(shown -> shown.neverBegun(event.taskPath(), above, ending));
      causes.neverBegun(event, above, ending);
      return;
    }
    Call call = found.get();
    for (Stream stream : Stream.values()) {
      call.lines(stream).finish(line -> wrote(call, stream, line));
    }
    lines.ended(call, ending);
    causes.ended(call, event, ending, fact.detail());
    tree.ifPresent(shown -> shown.ended(call, event.at(), ending));
    if (ending instanceof Ending.Failed) {
      call.failed();
    }
    open.end(event);
  }
}
