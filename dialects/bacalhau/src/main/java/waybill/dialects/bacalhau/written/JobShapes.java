package waybill.dialects.bacalhau.written;

import static waybill.dialects.bacalhau.written.ShapeParts.TEXT;
import static waybill.dialects.bacalhau.written.ShapeParts.TEXTS;
import static waybill.dialects.bacalhau.written.ShapeParts.TEXT_MAP;
import static waybill.dialects.bacalhau.written.ShapeParts.WHOLE;
import static waybill.dialects.bacalhau.written.ShapeParts.field;
import static waybill.dialects.bacalhau.written.ShapeParts.fields;
import static waybill.dialects.bacalhau.written.ShapeParts.needed;

import java.util.ArrayList;
import java.util.List;
import waybill.model.shape.Shape.Elsewhere;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.Word;

/** What may stand where in a job: the top of the table. */
final class JobShapes {
  private static final String OF_THE_STORE = "it is made when the job is submitted; leave it out";

  private JobShapes() {}

  private static final Fields CONSTRAINT =
      fields(
          "a constraint",
          needed("Key", TEXT, "A label of a machine; with `favour_` before it only a wish."),
          needed(
              "Operator",
              new Word(List.of("in", "notin", "exists", "!", "=", "==", "!=", "gt", "lt")),
              "How the label is compared."),
          field("Values", TEXTS, "What it is compared with."));

  private static final Fields UPDATE_STRATEGY =
      fields(
          "an update strategy",
          field("Type", new Word(List.of("rolling")), "How replicas are replaced."),
          field("MaxUnavailable", WHOLE, "How many may be down meanwhile; 1 if not given."));

  private static final Fields RESTART_POLICY =
      fields(
          "a restart policy",
          field("Mode", new Word(List.of("always", "on-failure", "never")), "After which ends."),
          field("MaxAttempts", WHOLE, "How many restarts; any number if not given."));

  private static final Fields ERROR_HANDLING =
      fields(
          "error handling",
          field("MaxAttempts", WHOLE, "How many tries in all."),
          field("OnFailure", new Word(List.of("retry", "fail")), "What a failure leads to."),
          field(
              "BackoffStrategy",
              new Word(List.of("constant", "exponential")),
              "How the pauses between tries go."));

  static final Fields JOB =
      new Fields(
          "a job",
          List.of(
              needed("Name", TEXT, "Letters, digits, `-` and `_`; unique in its namespace."),
              field("Type", TEXT, "batch, service, daemon or ops; batch if not given."),
              field("Count", WHOLE, "How many replicas, 1 or more."),
              field("Priority", WHOLE, "0 to 100; higher ones run first."),
              field("Namespace", TEXT, "A DNS label; `default` if not given."),
              field("Labels", TEXT_MAP, "For finding jobs."),
              field("Meta", TEXT_MAP, "For whoever reads it."),
              field(
                  "Constraints", new ListOf(CONSTRAINT), "What labels of a machine must be like."),
              needed("Tasks", new ListOf(TaskShapes.TASK), "Run in this order."),
              field(
                  "ExecutionPlan",
                  new Word(List.of("parallel", "sequential")),
                  "How the replicas of a batch job run."),
              field("UpdateStrategy", UPDATE_STRATEGY, "How a service gets its next version."),
              field("RestartPolicy", RESTART_POLICY, "Whether services and daemons start again."),
              field("ErrorHandling", ERROR_HANDLING, "Whether batch and ops jobs try again.")),
          List.of(),
          List.of(),
          false,
          elsewhere(
              List.of("ID", "State", "Version", "Revision", "CreateTime", "ModifyTime"),
              OF_THE_STORE,
              new Elsewhere("Selector", "machines are chosen by `Constraints`"),
              new Elsewhere("NodeSelectors", "machines are chosen by `Constraints`"),
              new Elsewhere("Annotations", "a job has `Labels` and `Meta`"),
              new Elsewhere("Replicas", "that is `Count`"),
              new Elsewhere("Task", "that is `Tasks`, a list")));

  private static List<Elsewhere> elsewhere(List<String> names, String help, Elsewhere... others) {
    List<Elsewhere> all = new ArrayList<>(List.of(others));
    for (String name : names) {
      all.add(new Elsewhere(name, help));
    }
    return all;
  }
}
