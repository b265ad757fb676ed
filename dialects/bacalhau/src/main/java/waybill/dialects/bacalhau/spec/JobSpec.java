package waybill.dialects.bacalhau.spec;

import java.util.List;
import java.util.SequencedMap;

/**
 * One version of a job.
 *
 * @param name unique within the namespace: the same name is another version of the same job
 * @param namespace a label that jobs are listed by
 * @param priority higher ones first; 0 to 100, unless the author was warned
 * @param labels for finding jobs
 * @param meta for whoever reads it
 * @param constraints all of which a machine's labels must meet
 * @param tasks run in this order by every execution; the first that fails is the last
 */
public record JobSpec(
    String name,
    String namespace,
    Kind kind,
    int priority,
    SequencedMap<String, String> labels,
    SequencedMap<String, String> meta,
    List<Constraint> constraints,
    List<TaskSpec> tasks) {

  public JobSpec {
    constraints = List.copyOf(constraints);
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("a job needs a task");
    }
  }

  /** The same with no limit to any task's time. */
  public JobSpec withoutTimeouts() {
    return new JobSpec(
        name,
        namespace,
        kind,
        priority,
        labels,
        meta,
        constraints,
        tasks.stream().map(TaskSpec::withoutTimeouts).toList());
  }
}
