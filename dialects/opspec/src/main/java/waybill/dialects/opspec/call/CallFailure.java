package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waybill.dialects.opspec.parameter.ParametersException;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.model.document.Span;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

/**
 * Why a call failed.
 *
 * @param message the root cause
 * @param place of what failed: file, line and column
 * @param parallel whether calls at its side were ended because of it
 * @param chain the ops that were called on the way to it, outermost last
 */
public record CallFailure(String message, String place, boolean parallel, List<OpLink> chain) {
  public CallFailure {
    chain = List.copyOf(chain);
  }

  /**
   * An op that was called.
   *
   * @param ref as written
   * @param place of the call
   */
  public record OpLink(String ref, String place) {}

  static CallFailure at(LoadedOp op, Span span, String message) {
    return new CallFailure(message, op.place(span), false, List.of());
  }

  /**
   * What an exception says of a call.
   *
   * @param span of the call, for exceptions that know no better place
   */
  static CallFailure of(Throwable thrown, LoadedOp op, Span span) {
    return switch (thrown) {
      case InterpretationException no -> at(op, no.span().orElse(span), message(no));
      case ParametersException no -> at(op, span, message(no));
      case FailureException no -> at(op, span, withHelp(no));
      case ProblemsException no -> at(op, span, first(no));
      case StackOverflowError _ -> at(op, span, "calls and expressions nest too deeply");
      case null, default ->
          at(op, span, "internal error: " + chainOf(thrown)); // nobody's fault but ours
    };
  }

  /** Of something that happened outside of any call. */
  static CallFailure internal(Throwable thrown) {
    return new CallFailure("internal error: " + chainOf(thrown), "", false, List.of());
  }

  private static String withHelp(FailureException thrown) {
    Optional<String> help = thrown.failure().help();
    return thrown.failure().message() + (help.isPresent() ? " (" + help.get() + ")" : "");
  }

  private static String first(ProblemsException thrown) {
    Span span = thrown.problems().getFirst().span();
    int more = thrown.problems().size() + thrown.leftOut() - 1;
    return thrown.source().name()
        + ':'
        + span.startLine()
        + ':'
        + span.startColumn()
        + ": "
        + message(thrown)
        + (more > 0 ? " (and " + more + " more)" : "");
  }

  private static String chainOf(@Nullable Throwable outermost) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (Throwable t = outermost; t != null && depth < 20; t = t.getCause(), depth++) {
      text.append(text.isEmpty() ? "" : ": ").append(t.getClass().getSimpleName());
      String message = t.getMessage();
      if (message != null && !message.isBlank()) {
        text.append(": ").append(message);
      }
    }
    return text.toString();
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }

  /** The same, of the parallel that the call stood in. */
  CallFailure inParallel() {
    return new CallFailure(message, place, true, chain);
  }

  /** The same, of the call of an op inside of which it happened. */
  CallFailure calledBy(String ref, String callPlace) {
    List<OpLink> longer = new ArrayList<>(chain);
    longer.add(new OpLink(ref, callPlace));
    return new CallFailure(message, place, parallel, longer);
  }

  /** All in one line: the root cause, and through which calls it came. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (parallel) {
      text.append("child call failed: ");
    }
    text.append(message);
    for (int i = 0; i < chain.size(); i++) {
      OpLink link = chain.get(i);
      text.append(i == 0 ? " (in " : ", in ").append(link.ref()).append(" called at ");
      text.append(link.place());
    }
    return text.append(chain.isEmpty() ? "" : ")").toString();
  }
}
