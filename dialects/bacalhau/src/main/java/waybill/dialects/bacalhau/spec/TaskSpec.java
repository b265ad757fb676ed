package waybill.dialects.bacalhau.spec;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One program of a job.
 *
 * @param env for the program; the engine's own variables win over these
 * @param results to be kept when the program has ended
 */
public record TaskSpec(
    String name,
    EngineSpec engine,
    Resources resources,
    List<InputSource> inputs,
    List<ResultPath> results,
    Optional<Publisher> publisher,
    NetworkSpec network,
    Timeouts timeouts,
    SequencedMap<String, String> env,
    SequencedMap<String, String> meta) {

  public TaskSpec {
    inputs = List.copyOf(inputs);
    results = List.copyOf(results);
  }

  /** The same with no limit to its time. */
  public TaskSpec withoutTimeouts() {
    return new TaskSpec(
        name, engine, resources, inputs, results, publisher, network, Timeouts.NONE, env, meta);
  }
}
