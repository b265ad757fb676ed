package waybill.dialects.bacalhau.written;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import waybill.dialects.bacalhau.problem.TaskProblems;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.NetworkSpec.PortRange;
import waybill.dialects.bacalhau.spec.NetworkSpec.Route;
import waybill.model.document.SpecString;

/** What a task's network means. */
final class NetworkBuilder {
  private static final int MOST_PORT = 65_535;

  /** What nobody said anything about: plain and encrypted HTTP. */
  private static final List<PortRange> WEB =
      List.of(new PortRange(80, 80), new PortRange(443, 443));

  private static final List<String> OF_HTTP = List.of("Domains", "DNS", "Policies", "Routes");

  private final Part network;

  NetworkBuilder(Part network) {
    this.network = network;
  }

  NetworkSpec network() {
    Optional<SpecString> given = network.text("Type");
    String word = given.map(text -> text.value().toLowerCase(Locale.ROOT)).orElse("none");
    switch (word) {
      case "none", "full", "host", "bridge" -> {
        OF_HTTP.forEach(key -> refuse(key, "http"));
        if (network.flag("EnableIPv6").orElse(false)) {
          network.add(TaskProblems.uselessIpv6(network.keySpan("EnableIPv6")));
        }
      }
      case "http" -> {}
      default -> // whatever else somebody wrote
          network.add(TaskProblems.networkType(given.map(SpecString::value).orElse(""), span()));
    }
    if (!word.equals("none")) {
      refuse("AllowLoopback", "none");
    }
    return switch (word) {
      case "http" -> http();
      case "full", "host", "bridge" -> full(word);
      default -> none(); // or what has been told
    };
  }

  private waybill.model.document.Span span() {
    return network.span("Type");
  }

  /** An empty list is what generated files have of everything. */
  private void refuse(String key, String type) {
    if (network.has(key) && !(network.isList(key) && network.elements(key).isEmpty())) {
      network.add(TaskProblems.onlyWithNetwork(key, type, network.keySpan(key)));
    }
  }

  private NetworkSpec none() {
    refusePorts();
    return new NetworkSpec.None(network.flag("AllowLoopback").orElse(false));
  }

  private void refusePorts() {
    if (!network.elements("Ports").isEmpty()) {
      network.add(TaskProblems.portsWithoutNetwork(network.span("Ports")));
    }
  }

  private NetworkSpec full(String word) {
    if (!word.equals("full")) {
      network.add(TaskProblems.olderNetwork(word, span()));
    }
    return new NetworkSpec.Full(new PortReader(network, word.equals("host")).ports());
  }

  private NetworkSpec http() {
    refusePorts();
    Set<String> domains = new LinkedHashSet<>();
    for (SpecString text : network.texts("Domains")) {
      Optional<String> domain = Addresses.domain(text.value());
      domain.ifPresentOrElse(
          domains::add, () -> network.add(TaskProblems.domain(text.value(), text.span())));
    }
    if (network.elements("Domains").isEmpty()) {
      network.add(TaskProblems.noDomains(network.keySpan("Domains")));
    }
    return new NetworkSpec.Http(
        withoutCovered(domains),
        network.flag("EnableIPv6").orElse(false),
        servers(),
        ports(),
        routes());
  }

  /** Without those that a wildcard among them stands for. */
  static List<String> withoutCovered(Set<String> domains) {
    List<String> left = new ArrayList<>();
    for (String domain : domains) {
      boolean wild = domain.startsWith("*.");
      String name = wild ? domain.substring(2) : domain;
      boolean covered = !wild && domains.contains("*." + name);
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        covered |= domains.contains("*." + name.substring(dot + 1));
      }
      if (!covered) {
        left.add(domain);
      }
    }
    return left;
  }

  private List<String> servers() {
    List<String> servers = new ArrayList<>();
    for (SpecString text : network.texts("DNS")) {
      if (!Addresses.isAddress(text.value())) {
        network.add(TaskProblems.nameServer(text.value(), text.span()));
      }
      servers.add(text.value());
    }
    return servers;
  }

  private List<PortRange> ports() {
    Part egress = network.partOrNothing("Policies").partOrNothing("Egress");
    List<PortRange> ranges = new ArrayList<>();
    for (SpecString text : egress.texts("Ports")) {
      String[] ends = text.value().length() > 20 ? new String[0] : text.value().split("-", -1);
      OptionalInt first = ends.length == 0 ? OptionalInt.empty() : port(ends[0].strip());
      OptionalInt last = ends.length == 2 ? port(ends[1].strip()) : first;
      boolean good = ends.length <= 2 && first.isPresent() && last.isPresent();
      if (!good || first.getAsInt() > last.getAsInt() || first.getAsInt() < 1) {
        network.add(TaskProblems.egressPort(text.value(), text.span()));
      } else {
        ranges.add(new PortRange(first.getAsInt(), last.getAsInt()));
      }
    }
    return ranges.isEmpty() ? WEB : ranges;
  }

  /** A number from 0 to 65535, in digits alone. */
  static OptionalInt port(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return OptionalInt.empty();
    }
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return OptionalInt.empty();
      }
      port = port * 10 + (c - '0');
    }
    return port <= MOST_PORT ? OptionalInt.of(port) : OptionalInt.empty();
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Part route : network.parts("Routes")) {
      routes.add(new Route(name(route, "Match", true), name(route, "Target", false)));
    }
    return routes;
  }

  private static String name(Part route, String key, boolean wildcards) {
    Optional<SpecString> text = route.text(key);
    if (text.isEmpty()) {
      return "";
    }
    Optional<String> name =
        Addresses.domain(text.get().value())
            .filter(domain -> wildcards || !(domain.startsWith("*.") || domain.contains("/")));
    if (name.isEmpty()) {
      route.add(TaskProblems.domain(text.get().value(), text.get().span()));
    }
    return name.orElse("");
  }
}
