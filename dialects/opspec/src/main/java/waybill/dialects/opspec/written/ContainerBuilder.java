package waybill.dialects.opspec.written;

import static waybill.dialects.opspec.written.CallBuilder.binding;
import static waybill.dialects.opspec.written.CallBuilder.credentials;
import static waybill.dialects.opspec.written.CallBuilder.variable;
import static waybill.dialects.opspec.written.OpBuilder.members;
import static waybill.dialects.opspec.written.OpBuilder.object;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.opspec.written.OlderForms.Form;
import waybill.dialects.opspec.written.WrittenCall.Binding;
import waybill.dialects.opspec.written.problem.OpProblems;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecObject.Member;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;

/** Makes the records of containers, and checks what no table of shapes can say of them. */
final class ContainerBuilder {
  private final OlderForms older;
  private final Problems problems;

  ContainerBuilder(OlderForms older, Problems problems) {
    this.older = older;
    this.problems = problems;
  }

  WrittenContainer container(SpecObject container, Set<String> scope) {
    checkPaths(container);
    Member image = container.member("image").orElseThrow();
    SpecObject imageFields = object(container, "image").orElseThrow();
    List<Binding> dirs = bare(members(container, "dirs"), Form.BARE_DIR, scope);
    List<Binding> files = members(container, "files").stream().map(CallBuilder::binding).toList();
    assign(dirs, scope);
    assign(files, scope);
    return new WrittenContainer(
        imageFields.member("ref").orElseThrow().value(),
        object(imageFields, "platform").flatMap(platform -> value(platform, "arch")),
        credentials(imageFields),
        value(container, "cmd"),
        dirs,
        files,
        bare(members(container, "sockets"), Form.BARE_SOCKET, scope),
        value(container, "envVars"),
        value(container, "name"),
        ports(container),
        value(container, "workDir"),
        image.keySpan());
  }

  private static Optional<SpecValue> value(SpecObject object, String key) {
    return object.member(key).map(Member::value);
  }

  /** A name that has a value can only mean that value, where a text can be nothing at all. */
  private List<Binding> bare(List<Member> members, Form form, Set<String> scope) {
    List<Binding> bindings = new ArrayList<>();
    for (Member member : members) {
      if (member.value() instanceof SpecString string && scope.contains(string.value())) {
        Optional<SpecValue> reference = Optional.of(older.reference(form, string));
        bindings.add(new Binding(member.key(), member.keySpan(), reference));
      } else {
        bindings.add(binding(member));
        if (form == Form.BARE_DIR
            && member.value() instanceof SpecString text
            && !isReference(text)) {
          problems.add(OpProblems.textIsNoDir(member.key(), text.value(), text.span()));
        }
      }
    }
    return bindings;
  }

  private static boolean isReference(SpecString text) {
    return text.value().startsWith("$(") && text.value().endsWith(")");
  }

  /** What a container may leave in variables. */
  private static void assign(List<Binding> bindings, Set<String> scope) {
    for (Binding binding : bindings) {
      if (binding.expression().isPresent()
          && binding.expression().get() instanceof SpecString string
          && isReference(string)) {
        scope.add(variable(string.value()));
      }
    }
  }

  /** No two mounts at one path, however it was spelled. */
  private void checkPaths(SpecObject container) {
    Map<String, Span> first = new HashMap<>();
    for (String key : List.of("dirs", "files", "sockets")) {
      for (Member member : members(container, key)) {
        Span before = first.putIfAbsent(normal(member.key()), member.keySpan());
        if (before != null) {
          problems.add(OpProblems.samePath(member.key(), member.keySpan(), before));
        }
      }
    }
  }

  private static String normal(String path) {
    StringBuilder normal = new StringBuilder();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        normal.append('/').append(part);
      }
    }
    return normal.toString();
  }

  private List<Binding> ports(SpecObject container) {
    List<Binding> ports = new ArrayList<>();
    for (Member member : members(container, "ports")) {
      ports.add(binding(member));
      String outside = ((SpecScalar) member.value()).written();
      Optional<PortRange> inner = range(member.key(), member.keySpan());
      Optional<PortRange> outer = range(outside, member.value().span());
      if (inner.isPresent() && outer.isPresent() && inner.get().size() != outer.get().size()) {
        problems.add(OpProblems.unequalPorts(member.key(), outside, member.value().span()));
      }
    }
    return ports;
  }

  private Optional<PortRange> range(String written, Span span) {
    Optional<PortRange> range = PortRange.of(written);
    if (range.isEmpty()) {
      problems.add(OpProblems.portNumber(written, span));
    }
    return range;
  }
}
