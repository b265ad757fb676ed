package waybill.dialects.opspec.show;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.cli.FailureBlock;
import waybill.cli.FailureBlock.Fact;
import waybill.cli.FailurePrinter;
import waybill.cli.Terminal;
import waybill.dialects.opspec.show.RootCauses.CalledFrom;
import waybill.dialects.opspec.show.RootCauses.Cause;

/** Tells the failures of a run that is over: each at its root, with what one looks for first. */
final class FailureReport {
  private final PrintStream to;
  private final Terminal terminal;
  private final ShownPaths paths;
  private final long run;

  FailureReport(PrintStream to, Terminal terminal, ShownPaths paths, long run) {
    this.to = to;
    this.terminal = terminal;
    this.paths = paths;
    this.run = run;
  }

  void print(RootCauses causes) {
    var printer = new FailurePrinter(to, terminal);
    for (Cause cause : causes.kept()) {
      printer.print(block(cause));
    }
    if (causes.more() > 0) {
      String calls = causes.more() == 1 ? " more call failed" : " more calls failed";
      to.print("and " + causes.more() + calls + ": waybill logs " + run + " --failed\n");
      to.flush();
    }
  }

  private FailureBlock block(Cause cause) {
    boolean container = cause.kind().equals("container");
    String subject = run + (cause.path().isEmpty() ? "" : "/" + cause.path());
    Optional<FailureBlock.Tail> tail =
        container
            ? Optional.of(new FailureBlock.Tail("output", cause.lines(), cause.tail()))
            : Optional.empty();
    var next = new ArrayList<String>();
    if (container) {
      next.add("waybill logs " + subject.replaceFirst("/", " "));
    }
    next.add("waybill show " + run);
    return new FailureBlock(subject, verdict(cause), facts(cause), tail, Optional.empty(), next)
        .withPlace(FramedPlace.of(cause.place(), paths));
  }

  private static String verdict(Cause cause) {
    String message = cause.message().strip();
    String first = message.lines().findFirst().orElse("failed");
    return cause.took().map(took -> first + " after " + seconds(took.toMillis())).orElse(first);
  }

  private static String seconds(long millis) {
    long tenths = (millis + 50) / 100;
    return tenths / 10 + "." + tenths % 10 + " s";
  }

  private List<Fact> facts(Cause cause) {
    var facts = new ArrayList<Fact>();
    String message = cause.message().strip();
    if (message.lines().count() > 1) {
      facts.add(new Fact("message", message));
    }
    if (!cause.detail().command().isEmpty()) {
      facts.add(new Fact("command", Words.command(cause.detail().command())));
    }
    if (!cause.detail().image().isEmpty()) {
      facts.add(new Fact("image", cause.detail().image()));
    }
    String chain = chain(cause.calledFrom());
    if (!chain.isEmpty()) {
      facts.add(new Fact("called", chain));
    }
    return facts;
  }

  /** From where, nearest first; a call within the same list is told once by its place. */
  private String chain(List<CalledFrom> calls) {
    var text = new StringBuilder();
    for (CalledFrom call : calls) {
      if (!call.place().isEmpty()) {
        text.append(text.isEmpty() ? "from " : "\nfrom ").append(paths.place(call.place()));
        text.append(" (").append(call.kind());
        text.append(call.ref().isEmpty() ? "" : " " + call.ref()).append(')');
      }
    }
    return text.toString();
  }
}
