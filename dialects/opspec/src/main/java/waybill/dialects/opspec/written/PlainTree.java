package waybill.dialects.opspec.written;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import waybill.dialects.opspec.written.problem.OpProblems;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecObject.Member;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;

/**
 * A document's tree with every key once and every number finite. Of a key that is written twice the
 * last one counts, and a warning says so: that is what people's files rely on, if only by mistake.
 */
final class PlainTree {
  private final Problems problems;

  /** An alias stands for the same value each time, which is looked at once. */
  private final IdentityHashMap<SpecValue, SpecValue> known = new IdentityHashMap<>();

  PlainTree(Problems problems) {
    this.problems = problems;
  }

  SpecValue of(SpecValue value) {
    SpecValue before = known.get(value);
    if (before != null) {
      return before;
    }
    SpecValue plain =
        switch (value) {
          case SpecObject object -> object(object);
          case SpecArray array -> array(array);
          case SpecNumber number -> number(number);
          case SpecScalar scalar -> scalar;
        };
    known.put(value, plain);
    return plain;
  }

  private SpecArray array(SpecArray array) {
    List<SpecValue> elements = new ArrayList<>();
    for (SpecValue element : array.elements()) {
      elements.add(of(element));
    }
    return new SpecArray(elements, array.span());
  }

  private SpecObject object(SpecObject object) {
    List<Member> written = object.members();
    Map<String, Integer> last = HashMap.newHashMap(written.size());
    for (int i = 0; i < written.size(); i++) {
      Integer before = last.put(written.get(i).key(), i);
      if (before != null) {
        Span first = written.get(before).keySpan();
        Member again = written.get(i);
        problems.add(OpProblems.repeatedKey(again.key(), again.keySpan(), first));
      }
    }
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Member member = written.get(i);
      if (last.getOrDefault(member.key(), i) == i) {
        members.add(new Member(member.key(), member.keySpan(), of(member.value())));
      }
    }
    return new SpecObject(members, object.span());
  }

  private SpecNumber number(SpecNumber number) {
    char end = number.text().charAt(number.text().length() - 1);
    boolean digits = end == '.' || Character.isDigit(end);
    if (!digits || Double.isInfinite(Double.parseDouble(number.text()))) {
      problems.add(OpProblems.notFinite(number));
    }
    return number;
  }
}
