package waybill.dialects.bacalhau.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.TaskSpec;

/**
 * The variables of a task's program: those of the image, over them the task's, over these the
 * engine's own, and over all what the program may rely on.
 */
final class TaskEnvironment {
  /** What container engines give to programs of images that say nothing. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** A value that begins so asks for a variable of the machine. */
  private static final String FORWARDED = "env:";

  private TaskEnvironment() {}

  static SequencedMap<String, String> of(
      ExecutionOrder order, TaskSpec task, EngineSpec.Docker engine, TaskImages.Found found) {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    all.put("PATH", DEFAULT_PATH);
    for (String variable : found.image().environment()) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        all.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    all.putAll(task.env());
    all.putAll(engine.environment());
    all.put("BACALHAU_JOB_ID", order.jobId());
    all.put("BACALHAU_EXECUTION_ID", order.executionId());
    all.put("BACALHAU_JOB_TYPE", order.spec().kind().word());
    all.put("BACALHAU_PARTITION_INDEX", Integer.toString(order.partition()));
    all.put("BACALHAU_PARTITION_COUNT", Integer.toString(partitions(order)));
    all.putIfAbsent("HOME", found.user().home());
    return all;
  }

  /** Jobs that run once on every machine are not divided. */
  private static int partitions(ExecutionOrder order) {
    return switch (order.spec().kind()) {
      case Kind.Batch _, Kind.Service _ -> order.partitions();
      case Kind.Daemon _, Kind.Ops _ -> 0;
    };
  }

  /**
   * Which variable of the machine a task asks for that it may not have; none may be had until
   * somebody can allow it.
   */
  static Optional<String> refusal(TaskSpec task) {
    for (Map.Entry<String, String> variable : task.env().entrySet()) {
      if (variable.getValue().startsWith(FORWARDED)) {
        return Optional.of(
            "resolve environment variable "
                + variable.getKey()
                + ": environment variable '"
                + variable.getValue().substring(FORWARDED.length())
                + "' is not in allowed patterns");
      }
    }
    return Optional.empty();
  }
}
