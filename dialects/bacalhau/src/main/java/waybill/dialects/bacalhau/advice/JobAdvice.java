package waybill.dialects.bacalhau.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.dialects.bacalhau.spec.Timeouts;

/**
 * Warnings and hints about a job that is right: what this machine cannot do, what asks for much of
 * it, and what ends sooner than its author may think.
 */
public final class JobAdvice {
  private static final long TIGHT_EXECUTION_SECONDS = 60;
  private static final long TIGHT_QUEUE_SECONDS = 10;

  private final Machine machine;
  private final List<String> lines = new ArrayList<>();

  private JobAdvice(Machine machine) {
    this.machine = machine;
  }

  /** One line each, beginning with {@code Warning: } or {@code Hint: }. */
  public static List<String> of(JobSpec job, Machine machine) {
    JobAdvice advice = new JobAdvice(machine);
    job.tasks().forEach(advice::task);
    if (job.kind() instanceof Kind.Service || job.kind() instanceof Kind.Daemon) {
      advice.hint(
          "a " + job.kind().word() + " whose program ends is started again after growing pauses");
    }
    return List.copyOf(advice.lines);
  }

  private void task(TaskSpec task) {
    Resources resources = task.resources();
    ask("CPU", task, resources.cpuMillis(), OptionalLong.of(machine.cpuMillis()));
    ask("Memory", task, resources.memoryBytes(), machine.memoryBytes());
    if (resources.gpus() > 0 && !machine.gpus()) {
      exceeds("GPU", task);
    }
    timeouts(task);
  }

  private void ask(String what, TaskSpec task, long wanted, OptionalLong there) {
    if (there.isEmpty()) {
      return;
    }
    if (wanted > there.getAsLong()) {
      exceeds(what, task);
    } else if (wanted > there.getAsLong() / 2) {
      hint(
          "task `"
              + task.name()
              + "` asks for more than half of this machine's "
              + what
              + ", so that little else can run beside it");
    }
  }

  private void exceeds(String what, TaskSpec task) {
    lines.add(
        "Warning: insufficient resources: "
            + what
            + " request exceeds node capacity (task `"
            + task.name()
            + "` on this machine)");
  }

  private void timeouts(TaskSpec task) {
    Timeouts timeouts = task.timeouts();
    boolean execution =
        timeouts.execution().filter(t -> t.toSeconds() <= TIGHT_EXECUTION_SECONDS).isPresent();
    boolean queue = timeouts.queue().filter(t -> t.toSeconds() <= TIGHT_QUEUE_SECONDS).isPresent();
    Optional<String> tight =
        execution && queue
            ? Optional.of("ExecutionTimeout and QueueTimeout are")
            : execution
                ? Optional.of("ExecutionTimeout is")
                : queue ? Optional.of("QueueTimeout is") : Optional.empty();
    tight.ifPresent(
        names ->
            hint(
                names
                    + " tight for task `"
                    + task.name()
                    + "`: a slow start or a full machine fails it"));
  }

  private void hint(String text) {
    lines.add("Hint: " + text);
  }
}
