package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.cli.OutcomeWords;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.model.document.Span;
import waybill.model.task.Outcome;
import waybill.model.task.Outcome.Canceller;

/**
 * Calls of containers. Variables that are bound to paths in the container are assigned when it is
 * over, also when it was killed; those of one that failed are lost with it.
 */
final class ContainerCalls {
  private static final int MAX_SHOWN = 16 * 1024;

  private final RunTools tools;
  private final ContainerMaker maker;

  ContainerCalls(RunTools tools) {
    this.tools = tools;
    this.maker = new ContainerMaker(tools);
  }

  CallEnd run(WrittenCall.ContainerCall call, Scope scope, CallPlace at, CallNews news) {
    ContainerMaker.Made made = maker.make(call.container(), scope, at);
    Container container = made.container();
    String image = container.image().text();
    news.started(
        image,
        detail ->
            container.command().isEmpty()
                ? detail.string("image", image)
                : detail.string("image", image).strings("cmd", shown(container.command())));
    try {
      Outcome outcome = at.branch().await(() -> tools.containers().run(at.path(), container));
      return end(outcome, made.assigned(), call.common().span(), at);
    } catch (InterruptedException killed) {
      // What it wrote until then is there.
      return new CallEnd.Killed(at.branch().killedBy().orElse(Canceller.WAYBILL), made.assigned());
    }
  }

  /** Scripts may be long, and a loop tells of them in each iteration. */
  private static List<String> shown(List<String> command) {
    List<String> shown = new ArrayList<>();
    int left = MAX_SHOWN;
    for (String word : command) {
      if (word.length() > left) {
        shown.add(word.substring(0, left) + "...");
        return shown;
      }
      shown.add(word);
      left -= word.length();
    }
    return shown;
  }

  private static CallEnd end(
      Outcome outcome, Map<String, Value> assigned, Span span, CallPlace at) {
    if (outcome.equals(new Outcome.Exited(0))) {
      return new CallEnd.Succeeded(assigned);
    }
    Optional<Canceller> killed = at.branch().killedBy();
    if (killed.isPresent()) {
      return new CallEnd.Killed(killed.get(), assigned);
    }
    return switch (outcome) {
      case Outcome.Cancelled(Canceller by) -> new CallEnd.Killed(by, assigned);
      case Outcome.Exited(int code) -> failed("nonzero container exit code: " + code, span, at);
      case Outcome.Signaled _,
          Outcome.TimedOut _,
          Outcome.OutOfMemory _,
          Outcome.NotStarted _,
          Outcome.Failed _ ->
          failed("container " + verdict(outcome), span, at);
    };
  }

  private static String verdict(Outcome outcome) {
    Optional<String> hint = OutcomeWords.hint(outcome);
    return OutcomeWords.verdict(outcome) + (hint.isPresent() ? " (" + hint.get() + ")" : "");
  }

  private static CallEnd failed(String message, Span span, CallPlace at) {
    return new CallEnd.Failed(CallFailure.at(at.op().loaded(), span, message));
  }
}
