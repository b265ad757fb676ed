package waybill.dialects.bacalhau.written;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.dialects.bacalhau.problem.TaskProblems;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.InputSource;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.PortMapping;
import waybill.dialects.bacalhau.spec.Publisher;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.dialects.bacalhau.spec.ResultPath;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.dialects.bacalhau.spec.Timeouts;

/** What a task means. */
final class TaskBuilder {
  /** A hundred years: what is longer is a slip. */
  private static final long MAX_SECONDS = 3_155_760_000L;

  /** A module cannot address more. */
  private static final long MAX_WASM_MEMORY = 4L << 30;

  private final Part task;
  private final Job job;

  /**
   * The job around it, as far as it matters.
   *
   * @param type empty if it is none
   * @param endless whether it runs until it is stopped
   */
  record Job(String type, boolean endless, int count) {}

  TaskBuilder(Part task, Job job) {
    this.task = task;
    this.job = job;
  }

  /**
   * The task; nothing if it is none.
   *
   * @param made its name if it has none
   */
  Optional<TaskSpec> task(String made) {
    String name = task.text("Name").flatMap(given -> Names.of(given, task.problems())).orElse(made);
    Optional<EngineSpec> engine = task.part("Engine").flatMap(EngineBuilder::engine);
    Resources resources = new ResourcesBuilder(task.partOrNothing("Resources")).resources();
    engine.ifPresent(given -> checkResources(given, resources));
    List<InputSource> inputs = new InputBuilder(task).inputs();
    List<ResultPath> results = new ResultBuilder(task).results();
    Optional<Publisher> publisher = task.part("Publisher").flatMap(PublisherBuilder::publisher);
    NetworkSpec network = new NetworkBuilder(task.partOrNothing("Network")).network();
    engine.ifPresent(given -> checkPorts(given, network));
    Timeouts timeouts = timeouts();
    var env = Variables.ofTask(task);
    var meta = task.map("Meta");
    return engine.map(
        given ->
            new TaskSpec(
                name, given, resources, inputs, results, publisher, network, timeouts, env, meta));
  }

  private void checkResources(EngineSpec engine, Resources resources) {
    if (!(engine instanceof EngineSpec.Wasm)) {
      return;
    }
    Part part = task.partOrNothing("Resources");
    if (resources.gpus() > 0) {
      task.add(TaskProblems.gpuWithWasm(part.span("GPU")));
    }
    if (resources.memoryBytes() > MAX_WASM_MEMORY) {
      task.add(TaskProblems.wasmMemory(resources.memoryBytes(), part.span("Memory")));
    }
  }

  private void checkPorts(EngineSpec engine, NetworkSpec network) {
    Part net = task.partOrNothing("Network");
    List<PortMapping> outside = network instanceof NetworkSpec.Full full ? full.ports() : List.of();
    if (engine instanceof EngineSpec.Docker docker && !docker.ports().isEmpty()) {
      Part params = task.partOrNothing("Engine").partOrNothing("Params");
      if (network instanceof NetworkSpec.None) {
        task.add(TaskProblems.portsWithoutNetwork(params.span("Ports")));
      }
      refuseFixed(docker.ports(), params);
      if (!outside.isEmpty()) {
        task.add(TaskProblems.portsTwice(params.keySpan("Ports"), net.keySpan("Ports")));
      }
    }
    if (engine instanceof EngineSpec.Wasm && !net.elements("Ports").isEmpty()) {
      task.add(TaskProblems.portsWithWasm(net.span("Ports")));
    }
    refuseFixed(outside, net);
  }

  private void refuseFixed(List<PortMapping> ports, Part part) {
    for (PortMapping port : ports) {
      if (job.count() > 1 && port.fixed().isPresent()) {
        task.add(TaskProblems.fixedPortAndCount(port.fixed().getAsInt(), part.span("Ports")));
      }
    }
  }

  private Timeouts timeouts() {
    Part part = task.partOrNothing("Timeouts");
    long execution = seconds(part, "ExecutionTimeout", "execution");
    long queue = seconds(part, "QueueTimeout", "queue");
    long total = seconds(part, "TotalTimeout", "total");
    if (total > 0 && execution + queue > total) {
      task.add(JobProblems.timeoutSum(execution, queue, total, part.span("TotalTimeout")));
    }
    if (job.endless() && execution + queue + total > 0) {
      task.add(JobProblems.timeoutsIgnored(job.type(), task.keySpan("Timeouts")));
      return Timeouts.NONE;
    }
    return new Timeouts(duration(execution), duration(queue), duration(total));
  }

  private static long seconds(Part part, String key, String name) {
    long seconds = part.whole(key).orElse(0);
    if (seconds < 0) {
      part.add(JobProblems.timeout(name, seconds, part.span(key)));
    } else if (seconds > MAX_SECONDS) {
      part.add(JobProblems.range(key, "at most a hundred years", seconds, part.span(key)));
    }
    return Math.clamp(seconds, 0, MAX_SECONDS);
  }

  private static Optional<Duration> duration(long seconds) {
    return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }
}
