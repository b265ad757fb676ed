package waybill.dialects.bacalhau.written;

import static waybill.dialects.bacalhau.written.JobTree.ordered;
import static waybill.dialects.bacalhau.written.JobTree.put;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.PortMapping;

/** The parts of {@link JobTree} that are about programs and what they reach. */
final class EngineTree {
  private EngineTree() {}

  static Map<String, Object> of(EngineSpec engine) {
    SequencedMap<String, Object> params = new LinkedHashMap<>();
    switch (engine) {
      case EngineSpec.Docker docker -> {
        params.put("Image", docker.image());
        docker.entrypoint().ifPresent(words -> params.put("Entrypoint", words));
        docker.parameters().ifPresent(words -> params.put("Parameters", words));
        put(params, "WorkingDirectory", docker.workingDirectory());
        params.put("EnvironmentVariables", new LinkedHashMap<>(docker.environment()));
        if (!docker.ports().isEmpty()) {
          params.put("Ports", ports(docker.ports()));
        }
        return ordered("Type", "docker", "Params", params);
      }
      case EngineSpec.Wasm wasm -> {
        params.put("EntryModule", wasm.entryModule());
        params.put("EntryPoint", wasm.entryPoint());
        params.put("Parameters", wasm.parameters());
        params.put("ImportModules", wasm.importModules());
        params.put("EnvironmentVariables", new LinkedHashMap<>(wasm.environment()));
        return ordered("Type", "wasm", "Params", params);
      }
    }
  }

  private static List<Object> ports(List<PortMapping> ports) {
    return ports.stream().map(EngineTree::port).toList();
  }

  private static Object port(PortMapping port) {
    if (port.name().isEmpty()) {
      String inside = Integer.toString(port.target().orElse(0));
      String outside = port.fixed().isPresent() ? port.fixed().getAsInt() + ":" : "";
      return port.hostNetwork().map(address -> address + ":").orElse("") + outside + inside;
    }
    SequencedMap<String, Object> tree = ordered("Name", port.name().get());
    port.fixed().ifPresent(number -> tree.put("Static", (long) number));
    port.target().ifPresent(number -> tree.put("Target", (long) number));
    put(tree, "HostNetwork", port.hostNetwork());
    return tree;
  }

  static Map<String, Object> network(NetworkSpec network) {
    return switch (network) {
      case NetworkSpec.None none ->
          none.loopback()
              ? ordered("Type", "none", "AllowLoopback", true)
              : ordered("Type", "none");
      case NetworkSpec.Full full ->
          full.ports().isEmpty()
              ? ordered("Type", "full")
              : ordered("Type", "full", "Ports", ports(full.ports()));
      case NetworkSpec.Http http -> http(http);
    };
  }

  private static Map<String, Object> http(NetworkSpec.Http http) {
    SequencedMap<String, Object> tree = ordered("Type", "http", "Domains", http.domains());
    tree.put("EnableIPv6", http.ipv6());
    tree.put("DNS", http.dns());
    List<String> ports = http.egressPorts().stream().map(EngineTree::range).toList();
    tree.put("Policies", ordered("Egress", ordered("Ports", ports)));
    if (!http.routes().isEmpty()) {
      tree.put(
          "Routes",
          http.routes().stream()
              .map(route -> ordered("Match", route.match(), "Target", route.target()))
              .toList());
    }
    return tree;
  }

  private static String range(NetworkSpec.PortRange range) {
    return range.first() == range.last()
        ? Integer.toString(range.first())
        : range.first() + "-" + range.last();
  }
}
