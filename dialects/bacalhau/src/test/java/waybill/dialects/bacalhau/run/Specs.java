package waybill.dialects.bacalhau.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.InputSource;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.Publisher;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.dialects.bacalhau.spec.ResultPath;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.dialects.bacalhau.spec.Timeouts;

/** Jobs for tests, with all that does not matter filled in. */
public final class Specs {
  private Specs() {}

  /** A task that may be changed part by part. */
  public static final class TaskBuilder {
    private final String name;
    EngineSpec engine;
    Resources resources = new Resources(500, 64_000_000, OptionalLong.empty(), 0, false);
    List<InputSource> inputs = List.of();
    List<ResultPath> results = List.of();
    Optional<Publisher> publisher = Optional.empty();
    NetworkSpec network = new NetworkSpec.None(false);
    Timeouts timeouts = Timeouts.NONE;
    SequencedMap<String, String> env = new LinkedHashMap<>();

    private TaskBuilder(String name, EngineSpec engine) {
      this.name = name;
      this.engine = engine;
    }

    TaskSpec build() {
      return new TaskSpec(
          name,
          engine,
          resources,
          inputs,
          results,
          publisher,
          network,
          timeouts,
          env,
          new LinkedHashMap<>());
    }
  }

  public static EngineSpec.Docker docker(List<String> entrypoint, List<String> parameters) {
    return docker(entrypoint, parameters, Optional.empty(), Map.of());
  }

  static EngineSpec.Docker docker(
      List<String> entrypoint,
      List<String> parameters,
      Optional<String> directory,
      Map<String, String> environment) {
    return new EngineSpec.Docker(
        "img",
        entrypoint.isEmpty() ? Optional.empty() : Optional.of(entrypoint),
        parameters.isEmpty() ? Optional.empty() : Optional.of(parameters),
        directory,
        new LinkedHashMap<>(environment),
        List.of());
  }

  public static TaskSpec task(String name, String... words) {
    return task(name, task -> task, words);
  }

  static TaskSpec task(String name, UnaryOperator<TaskBuilder> changed, String... words) {
    return changed.apply(new TaskBuilder(name, docker(List.of(words), List.of()))).build();
  }

  public static JobSpec job(TaskSpec... tasks) {
    return job(new Kind.Batch(1, Kind.ExecutionPlan.PARALLEL, Optional.empty()), tasks);
  }

  public static JobSpec job(Kind kind, TaskSpec... tasks) {
    return new JobSpec(
        "j",
        "default",
        kind,
        0,
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        List.of(),
        new ArrayList<>(List.of(tasks)));
  }

  /** More than any machine of these tests has. */
  public static JobSpec large(String name) {
    TaskSpec task =
        task(
            "main",
            built -> {
              built.resources = new Resources(128_000, 64_000_000, OptionalLong.empty(), 0, false);
              return built;
            },
            "sh");
    JobSpec job = job(task);
    return new JobSpec(
        name,
        job.namespace(),
        job.kind(),
        9,
        job.labels(),
        job.meta(),
        job.constraints(),
        job.tasks());
  }
}
