package waybill.dialects.bacalhau.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.run.Abilities;
import waybill.dialects.bacalhau.run.Shortage;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.dialects.bacalhau.spec.Timeouts;
import waybill.engine.room.Capacity;

/**
 * Warnings and hints about a job that is right: what this machine cannot do, what asks for much of
 * it, and what ends sooner than its author may think.
 */
public final class JobAdvice {
  private static final long TIGHT_EXECUTION_SECONDS = 60;
  private static final long TIGHT_QUEUE_SECONDS = 10;

  private final Capacity capacity;
  private final Abilities abilities;
  private final List<String> lines = new ArrayList<>();

  private JobAdvice(Capacity capacity, Abilities abilities) {
    this.capacity = capacity;
    this.abilities = abilities;
  }

  /**
   * One line each, beginning with {@code Warning: } or {@code Hint: }.
   *
   * @param capacity what this machine has
   * @param abilities what tasks can have of it
   */
  public static List<String> of(JobSpec job, Capacity capacity, Abilities abilities) {
    JobAdvice advice = new JobAdvice(capacity, abilities);
    job.tasks().forEach(advice::task);
    if (job.kind() instanceof Kind.Service || job.kind() instanceof Kind.Daemon) {
      advice.hint(
          "a " + job.kind().word() + " whose program ends is started again after growing pauses");
    }
    return List.copyOf(advice.lines);
  }

  private void task(TaskSpec task) {
    Resources resources = task.resources();
    List<Shortage> shortages = Shortage.of(resources, capacity, abilities);
    for (Shortage shortage : shortages) {
      String who = " (task `" + task.name() + "` " + shortage.amounts() + ")";
      lines.add("Warning: " + shortage.message() + who);
    }
    if (shortages.isEmpty()) {
      much("CPU", task, resources.cpuMillis(), capacity.cpuMillis());
      long disk = Shortage.diskInMemory(resources, capacity, abilities);
      long memory = resources.memoryBytes() + disk;
      much("Memory", task, memory, capacity.memoryBytes());
    }
    timeouts(task);
  }

  private void much(String what, TaskSpec task, long wanted, long there) {
    if (wanted > there / 2) {
      hint(
          "task `"
              + task.name()
              + "` asks for more than half of this machine's "
              + what
              + ", so that little else can run beside it");
    }
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
