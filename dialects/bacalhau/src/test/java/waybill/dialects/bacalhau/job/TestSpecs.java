package waybill.dialects.bacalhau.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import waybill.dialects.bacalhau.spec.Constraint;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.ErrorHandling;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.Kind.ExecutionPlan;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.dialects.bacalhau.spec.RestartPolicy;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.dialects.bacalhau.spec.Timeouts;

/** Jobs for tests, as short as a test wants to write them. */
final class TestSpecs {
  private TestSpecs() {}

  static final Machine MACHINE = Machine.of("linux", "x86_64", "here", Map.of("env", "prod"));

  static final Fleet HERE = new Fleet(List.of(MACHINE));

  /** Another machine than this one. */
  static Machine machine(String id, Map<String, String> labels) {
    return new Machine(id, Machine.of("linux", "x86_64", id, labels).labels());
  }

  static Kind batch(int count) {
    return new Kind.Batch(count, ExecutionPlan.PARALLEL, Optional.empty());
  }

  static Kind sequential(int count) {
    return new Kind.Batch(count, ExecutionPlan.SEQUENTIAL, Optional.empty());
  }

  static Kind batch(int count, ErrorHandling handling) {
    return new Kind.Batch(count, ExecutionPlan.PARALLEL, Optional.of(handling));
  }

  static Kind service(int count, int maxUnavailable) {
    return new Kind.Service(count, maxUnavailable, RestartPolicy.DEFAULT);
  }

  static Kind daemon(RestartPolicy.Mode mode, int maxAttempts) {
    return new Kind.Daemon(new RestartPolicy(mode, OptionalInt.of(maxAttempts)));
  }

  static JobSpec job(String name, Kind kind) {
    return job(name, kind, "echo", Timeouts.NONE);
  }

  static JobSpec job(String name, Kind kind, String program, Timeouts timeouts) {
    return new JobSpec(
        name,
        "default",
        kind,
        0,
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        List.of(),
        List.of(task(program, timeouts)));
  }

  static JobSpec with(JobSpec spec, Constraint... constraints) {
    return new JobSpec(
        spec.name(),
        spec.namespace(),
        spec.kind(),
        spec.priority(),
        spec.labels(),
        spec.meta(),
        List.of(constraints),
        spec.tasks());
  }

  static Constraint equal(String key, String value) {
    return new Constraint(key, Constraint.Operator.EQUAL, List.of(value));
  }

  static Timeouts queue(int seconds) {
    return new Timeouts(
        Optional.empty(), Optional.of(Duration.ofSeconds(seconds)), Optional.empty());
  }

  static Timeouts total(int seconds) {
    return new Timeouts(
        Optional.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(seconds)));
  }

  private static TaskSpec task(String program, Timeouts timeouts) {
    return new TaskSpec(
        "main",
        new EngineSpec.Docker(
            "image",
            Optional.of(List.of(program)),
            Optional.empty(),
            Optional.empty(),
            new LinkedHashMap<>(),
            List.of()),
        new Resources(1000, 1, OptionalLong.empty(), 0, false),
        List.of(),
        List.of(),
        Optional.empty(),
        new NetworkSpec.None(false),
        timeouts,
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  /** Specs by number instead of as JSON, whose reader is another's. */
  static final class Shelf {
    private final List<JobSpec> specs = new ArrayList<>();
    private final IdentityHashMap<JobSpec, Integer> numbers = new IdentityHashMap<>();

    JobEntries entries() {
      return new JobEntries(this::put, this::get);
    }

    String put(JobSpec spec) {
      int at = numbers.computeIfAbsent(spec, _ -> specs.size());
      if (at == specs.size()) {
        specs.add(spec);
      }
      return "{\"on-shelf\":" + at + "}";
    }

    JobSpec get(String json) {
      return specs.get(Integer.parseInt(json.substring(json.indexOf(':') + 1, json.length() - 1)));
    }
  }
}
