package waybill.dialects.tyger.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is executed, without a name: empty lists and maps mean that nothing was said.
 *
 * @param inputs names of buffers that are read; unique together with {@code outputs}, whatever
 *     their case
 * @param env in the author's order, which expansion follows
 * @param endpoints of workers: names and TCP ports
 */
public record Codespec(
    Kind kind,
    String image,
    List<String> command,
    List<String> args,
    Optional<String> workingDir,
    Map<String, String> env,
    Optional<String> identity,
    Resources resources,
    OptionalInt maxReplicas,
    List<String> inputs,
    List<String> outputs,
    List<SocketSpec> sockets,
    Map<String, Integer> endpoints) {

  public Codespec {
    command = List.copyOf(command);
    args = List.copyOf(args);
    env = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(env));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    sockets = List.copyOf(sockets);
    endpoints = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(endpoints));
  }

  /**
   * Whether both say the same: lists of buffers and sockets, variables and endpoints in any order,
   * quantities by value. Who does not say how many replicas there may be says 1, as it is shown.
   */
  public boolean isSameAs(Codespec other) {
    return kind == other.kind
        && image.equals(other.image)
        && command.equals(other.command)
        && args.equals(other.args)
        && workingDir.equals(other.workingDir)
        && env.equals(other.env)
        && identity.equals(other.identity)
        && resources.equals(other.resources)
        && maxReplicas.orElse(1) == other.maxReplicas.orElse(1)
        && sorted(inputs).equals(sorted(other.inputs))
        && sorted(outputs).equals(sorted(other.outputs))
        && new java.util.HashSet<>(sockets).equals(new java.util.HashSet<>(other.sockets))
        && endpoints.equals(other.endpoints);
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }
}
