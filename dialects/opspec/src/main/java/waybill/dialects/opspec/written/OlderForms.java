package waybill.dialects.opspec.written;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import waybill.dialects.opspec.written.problem.OpProblems;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecObject.Member;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;

/**
 * Forms of earlier days that can only mean one thing: they are rewritten to today's before anybody
 * else sees them, and told in one warning. Forms that could mean several things stay as they are
 * and are refused by {@link OpShapes}, with today's form as help.
 */
final class OlderForms {
  /** A form, and what is written today. */
  enum Form {
    PKG("`op: {pkg: {ref: …}}`", "`op: {ref: …}`"),
    OUTPUT_KEY("an output named `$(variable)`", "`variable`, without the marks"),
    BARE_DIR("a bare name under `dirs`", "`$(name)`"),
    BARE_INPUT("a bare name under an op's `inputs`", "`$(name)`"),
    BARE_SOCKET("a bare name under `sockets`", "`$(name)`");

    private final String older;
    private final String today;

    Form(String older, String today) {
      this.older = older;
      this.today = today;
    }
  }

  private final Map<Form, List<Span>> uses = new EnumMap<>(Form.class);

  /** The document in today's form, as far as that can be done without knowing its variables. */
  SpecValue modern(SpecValue root) {
    return root instanceof SpecObject op ? replace(op, "run", this::call) : root;
  }

  private interface Rewriting {
    SpecValue of(SpecValue value);
  }

  private static SpecObject replace(SpecObject object, String key, Rewriting rewriting) {
    if (object.member(key).isEmpty()) {
      return object;
    }
    List<Member> members = new ArrayList<>();
    for (Member member : object.members()) {
      members.add(
          member.key().equals(key)
              ? new Member(key, member.keySpan(), rewriting.of(member.value()))
              : member);
    }
    return new SpecObject(members, object.span());
  }

  private SpecValue call(SpecValue value) {
    if (!(value instanceof SpecObject call)) {
      return value;
    }
    SpecObject modern = replace(call, "op", this::opCall);
    modern = replace(modern, "serial", this::calls);
    modern = replace(modern, "parallel", this::calls);
    modern = replace(modern, "serialLoop", this::loop);
    return replace(modern, "parallelLoop", this::loop);
  }

  private SpecValue calls(SpecValue value) {
    if (!(value instanceof SpecArray array)) {
      return value;
    }
    return new SpecArray(array.elements().stream().map(this::call).toList(), array.span());
  }

  private SpecValue loop(SpecValue value) {
    return value instanceof SpecObject loop ? replace(loop, "run", this::call) : value;
  }

  private SpecValue opCall(SpecValue value) {
    return value instanceof SpecObject op
        ? replace(withoutPkg(op), "outputs", this::outputs)
        : value;
  }

  /** What stood in {@code pkg} stands beside the rest today. */
  private SpecObject withoutPkg(SpecObject op) {
    boolean clear =
        op.member("pkg").map(pkg -> pkg.value() instanceof SpecObject).orElse(false)
            && op.member("ref").isEmpty();
    if (!clear) {
      return op;
    }
    List<Member> members = new ArrayList<>();
    for (Member member : op.members()) {
      if (member.key().equals("pkg") && member.value() instanceof SpecObject pkg) {
        use(Form.PKG, member.keySpan());
        members.addAll(pkg.members());
      } else {
        members.add(member);
      }
    }
    return new SpecObject(members, op.span());
  }

  private SpecValue outputs(SpecValue value) {
    if (!(value instanceof SpecObject outputs)) {
      return value;
    }
    List<Member> members = new ArrayList<>();
    for (Member member : outputs.members()) {
      String key = member.key();
      if (key.startsWith("$(") && key.endsWith(")") && key.length() > "$()".length()) {
        use(Form.OUTPUT_KEY, member.keySpan());
        String name = key.substring("$(".length(), key.length() - 1);
        members.add(new Member(name, member.keySpan(), member.value()));
      } else {
        members.add(member);
      }
    }
    return new SpecObject(members, outputs.span());
  }

  /** The reference that a bare name stands for. */
  SpecValue reference(Form form, SpecString name) {
    use(form, name.span());
    return new SpecString("$(" + name.value() + ")", name.plain(), name.span());
  }

  private void use(Form form, Span span) {
    uses.computeIfAbsent(form, any -> new ArrayList<>()).add(span);
  }

  /** One warning for all of them, if there is any. */
  void tell(Problems problems) {
    if (uses.isEmpty()) {
      return;
    }
    List<String> told = new ArrayList<>();
    List<Span> places = new ArrayList<>();
    uses.forEach(
        (form, spans) -> {
          told.add(OpProblems.olderForm(form.older, form.today, spans));
          places.addAll(spans);
        });
    problems.add(OpProblems.olderForms(told, places.getFirst()));
  }
}
