package waybill.dialects.opspec.written;

import static waybill.dialects.opspec.written.OpBuilder.elements;
import static waybill.dialects.opspec.written.OpBuilder.text;

import java.util.ArrayList;
import java.util.List;
import waybill.dialects.opspec.written.problem.OpProblems;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.problem.NearestNames;
import waybill.model.problem.Problems;

/** Whether those that a call needs are there. A warning, because a name without a call is idle. */
final class NeedsCheck {
  private final Problems problems;

  NeedsCheck(Problems problems) {
    this.problems = problems;
  }

  void inParallel(List<SpecValue> children) {
    List<String> names = new ArrayList<>();
    for (SpecValue child : children) {
      text((SpecObject) child, "name").ifPresent(names::add);
    }
    for (SpecValue child : children) {
      List<String> others = new ArrayList<>(names);
      text((SpecObject) child, "name").ifPresent(others::remove);
      for (SpecValue need : elements((SpecObject) child, "needs").orElse(List.of())) {
        if (!others.contains(text(need))) {
          problems.add(
              OpProblems.unknownNeed(
                  text(need), need.span(), NearestNames.help(text(need), others)));
        }
      }
    }
  }

  void outsideOfParallel(SpecObject call) {
    call.member("needs").ifPresent(needs -> problems.add(OpProblems.uselessNeed(needs.keySpan())));
  }
}
