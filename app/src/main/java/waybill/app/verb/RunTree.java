package waybill.app.verb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waybill.cli.OutcomeWords;
import waybill.engine.event.Event;
import waybill.engine.event.Event.AttemptEnded;
import waybill.engine.event.Event.AttemptStarted;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.event.Event.TaskEnded;
import waybill.engine.event.Event.TaskWaiting;
import waybill.model.task.Outcome;
import waybill.model.task.Usage;

/** The parts of a run, of any language, folded from its events. */
final class RunTree {
  /** Enough to see what was told; a run may tell without end. */
  private static final int MAX_REMARKS = 50;

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  /** One part: a group, a task, or both. */
  static final class Node {
    private final String path;
    private String kind = "task";
    private String label = "";
    private String detail = "{}";
    private @Nullable Instant started;
    private @Nullable Instant ended;
    private @Nullable Ending ending;
    private @Nullable Outcome outcome;
    private @Nullable Usage usage;
    private boolean waiting;
    private boolean abandoned;

    private Node(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }

    /** 0 for the run itself. */
    int depth() {
      return path.isEmpty() ? 0 : 1 + (int) path.chars().filter(c -> c == '/').count();
    }

    String kind() {
      return kind;
    }

    String label() {
      return label;
    }

    /** The language's own words about the root; of other nodes they are not kept. */
    String detail() {
      return detail;
    }

    Optional<Instant> started() {
      return Optional.ofNullable(started);
    }

    Optional<Instant> ended() {
      return Optional.ofNullable(ended);
    }

    Optional<Ending> ending() {
      return Optional.ofNullable(ending);
    }

    Optional<Outcome> outcome() {
      return Optional.ofNullable(outcome);
    }

    Optional<Usage> usage() {
      return Optional.ofNullable(usage);
    }

    /** The state in one word. */
    String word() {
      if (ending != null) {
        return RunWords.word(ending);
      }
      if (outcome != null) {
        return OutcomeWords.exit(outcome).equals(waybill.cli.Exit.OK) ? "ok" : "failed";
      }
      if (abandoned) {
        return "ended";
      }
      return waiting ? "waiting" : "running";
    }

    /** As people see it. */
    String status(boolean unicode) {
      if (abandoned) {
        return "ended with the run";
      }
      String told = ending == null ? word() : RunWords.status(ending, unicode);
      boolean hasMore = outcome != null && !word().equals("ok");
      return hasMore ? told + "  " + verdict(outcome) : told;
    }
  }

  static String verdict(@Nullable Outcome outcome) {
    return outcome == null ? "" : OutcomeWords.verdict(outcome);
  }

  /** In the order in which they began. */
  List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  /** Whether the run is one of an operation, which has words of its own. */
  boolean isOp() {
    return !nodes.isEmpty() && nodes.values().iterator().next().kind().equals("op");
  }

  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Takes the next event of the run. */
  void accept(Event event) {
    switch (event.fact()) {
      case GroupStarted(String kind, String label, String detail) -> {
        Node node = node(event);
        node.kind = kind;
        node.label = label;
        node.detail = event.taskPath().isEmpty() ? detail : "{}";
        node.started = event.at();
      }
      case GroupEnded(Ending ending, String detail) -> {
        Node node = node(event);
        node.ending = ending;
        node.ended = event.at();
      }
      case TaskWaiting _ -> node(event).waiting = true;
      case AttemptStarted _ -> {
        Node node = node(event);
        node.waiting = false;
        if (node.started == null) {
          node.started = event.at();
        }
      }
      case AttemptEnded ended -> node(event).usage = ended.usage();
      case TaskEnded(Outcome outcome) -> {
        Node node = node(event);
        node.outcome = outcome;
        node.ended = event.at();
      }
      case Remark(String text) -> {
        if (remarks.size() < MAX_REMARKS) {
          remarks.add((event.taskPath().isEmpty() ? "" : event.taskPath() + ": ") + text);
        }
      }
      case SubmissionEnded _ -> nodes.values().forEach(node -> abandon(node, event.at()));
      case SubmissionStarted _, OutputWritten _ -> {}
    }
  }

  /** What was under way when its run ended has ended with it, though nobody said so. */
  private static void abandon(Node node, Instant at) {
    if (node.ending == null && node.outcome == null) {
      node.abandoned = true;
      node.ended = at;
    }
  }

  private Node node(Event event) {
    return nodes.computeIfAbsent(event.taskPath(), Node::new);
  }
}
