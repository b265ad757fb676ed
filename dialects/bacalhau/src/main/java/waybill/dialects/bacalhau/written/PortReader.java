package waybill.dialects.bacalhau.written;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import waybill.dialects.bacalhau.problem.TaskProblems;
import waybill.dialects.bacalhau.spec.PortMapping;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** Ports of a program that can be reached from outside: {@code "8080:80"} or mappings. */
final class PortReader {
  private static final int MOST = 65_535;
  private static final int LAST_PRIVILEGED = 1023;
  private static final int LONGEST_NAME = 237;

  private final Part part;
  private final boolean targetsAreFixed;
  private final Set<String> names = new HashSet<>();
  private final Set<Integer> outside = new HashSet<>();
  private final Set<Integer> inside = new HashSet<>();

  /**
   * @param part has {@code Ports}
   * @param targetsAreFixed whether the program shares the machine's own ports
   */
  PortReader(Part part, boolean targetsAreFixed) {
    this.part = part;
    this.targetsAreFixed = targetsAreFixed;
  }

  List<PortMapping> ports() {
    List<PortMapping> ports = new ArrayList<>();
    for (SpecValue element : part.elements("Ports")) {
      switch (element) {
        case SpecString text -> text(text).ifPresent(ports::add);
        case SpecObject object -> ports.add(mapping(new Part(object, part.problems())));
        default -> {} // was told already
      }
    }
    for (PortMapping port : ports) {
      checkDuplicates(port);
    }
    return ports;
  }

  /** {@code ADDRESS:OUTSIDE:INSIDE}, of which only the last one must be there. */
  private Optional<PortMapping> text(SpecString given) {
    String[] parts = given.value().split(":", -1);
    OptionalInt target = number(parts[parts.length - 1]);
    OptionalInt fixed = parts.length > 1 ? number(parts[parts.length - 2]) : OptionalInt.empty();
    boolean missing = target.isEmpty() || (parts.length > 1 && fixed.isEmpty());
    if (parts.length > 3 || missing) {
      part.add(TaskProblems.portText(given));
      return Optional.empty();
    }
    Optional<String> address = parts.length == 3 ? Optional.of(parts[0]) : Optional.empty();
    check(fixed, target, address, given.span(), given.span(), given.span());
    return Optional.of(new PortMapping(Optional.empty(), fixed, target, address));
  }

  private static OptionalInt number(String text) {
    return NetworkBuilder.port(text);
  }

  private PortMapping mapping(Part port) {
    Optional<SpecString> name = port.text("Name");
    name.ifPresent(given -> checkName(given));
    OptionalInt fixed = number(port, "Static");
    OptionalInt target = number(port, "Target");
    Optional<String> address = port.text("HostNetwork").map(SpecString::value);
    check(
        fixed, target, address, port.span("Static"), port.span("Target"), port.span("HostNetwork"));
    return new PortMapping(name.map(SpecString::value), fixed, target, address);
  }

  /** Zero is none. */
  private static OptionalInt number(Part port, String key) {
    OptionalLong given = port.whole(key);
    return given.isEmpty() || given.getAsLong() == 0
        ? OptionalInt.empty()
        : OptionalInt.of(Math.clamp(given.getAsLong(), -1, Integer.MAX_VALUE));
  }

  private void checkName(SpecString name) {
    String text = name.value();
    boolean good = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      good &= c == '_' || (Names.isLetterOrDigit(c) && !(digit && i == 0));
    }
    if (!good) {
      part.add(TaskProblems.portName(name.span()));
    } else if (text.length() > LONGEST_NAME) {
      part.add(TaskProblems.portNameTooLong(LONGEST_NAME, name.span()));
    }
  }

  private void check(
      OptionalInt fixed,
      OptionalInt target,
      Optional<String> address,
      Span fixedSpan,
      Span targetSpan,
      Span addressSpan) {
    if (fixed.isPresent()) {
      int port = fixed.getAsInt();
      if (port > MOST || port < 0) {
        part.add(TaskProblems.staticPort(port, MOST, fixedSpan));
      } else if (port <= LAST_PRIVILEGED) {
        part.add(TaskProblems.privilegedPort(port, LAST_PRIVILEGED, fixedSpan));
      }
    }
    if (target.isPresent()) {
      int port = target.getAsInt();
      if (targetsAreFixed) {
        part.add(TaskProblems.targetWithHost(targetSpan));
      } else if (port > MOST || port < 1) {
        part.add(TaskProblems.targetPort(port, targetSpan));
      }
    }
    if (address.isPresent() && !Addresses.isAddress(address.get())) {
      part.add(TaskProblems.hostNetwork(address.get(), addressSpan));
    }
  }

  private void checkDuplicates(PortMapping port) {
    Span span = part.span("Ports");
    if (port.name().isPresent() && !names.add(port.name().get())) {
      part.add(TaskProblems.portTwice("name \"" + port.name().get() + "\"", span));
    }
    if (port.fixed().isPresent() && !outside.add(port.fixed().getAsInt())) {
      part.add(TaskProblems.portTwice("static port " + port.fixed().getAsInt(), span));
    }
    if (port.target().isPresent() && !inside.add(port.target().getAsInt())) {
      part.add(TaskProblems.portTwice("target port " + port.target().getAsInt(), span));
    }
  }
}
