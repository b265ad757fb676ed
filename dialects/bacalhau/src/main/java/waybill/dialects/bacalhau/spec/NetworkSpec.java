package waybill.dialects.bacalhau.spec;

import java.util.List;

/** What of the network a task may reach. */
public sealed interface NetworkSpec {

  /**
   * Nothing.
   *
   * @param loopback whether the task can at least reach itself
   */
  record None(boolean loopback) implements NetworkSpec {}

  /**
   * Some names, by HTTP.
   *
   * @param domains tidied, at least one; {@code *.x} is x and all below it
   * @param dns servers, as addresses
   * @param egressPorts the only ports that are allowed
   */
  record Http(
      List<String> domains,
      boolean ipv6,
      List<String> dns,
      List<PortRange> egressPorts,
      List<Route> routes)
      implements NetworkSpec {
    public Http {
      domains = List.copyOf(domains);
      dns = List.copyOf(dns);
      egressPorts = List.copyOf(egressPorts);
      routes = List.copyOf(routes);
    }
  }

  /**
   * Everything that the machine can.
   *
   * @param ports of the task that can be reached from outside
   */
  record Full(List<PortMapping> ports) implements NetworkSpec {
    public Full {
      ports = List.copyOf(ports);
    }
  }

  /** Both ends belong to it. */
  record PortRange(int first, int last) {}

  /** Names that end in {@code match} are asked of {@code target}. */
  record Route(String match, String target) {}
}
