package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waybill.dialects.opspec.written.WrittenCall;

/**
 * Who needs whom in a parallel: when the last call has ended that needs another one, however it
 * ended, that other one may go. A call that nobody needs stays until its own end. For one thread.
 */
final class Needs implements Simultaneous.Dismissal {
  private final List<WrittenCall> siblings;
  private final Map<String, Integer> needing = new HashMap<>();
  private final Map<String, List<Integer>> named = new HashMap<>();

  Needs(List<WrittenCall> siblings) {
    this.siblings = siblings;
    for (int i = 0; i < siblings.size(); i++) {
      WrittenCall.Common common = siblings.get(i).common();
      if (common.name().isPresent()) {
        named.computeIfAbsent(common.name().get(), name -> new ArrayList<>()).add(i);
      }
      common.needs().stream().distinct().forEach(name -> needing.merge(name, 1, Integer::sum));
    }
  }

  @Override
  public List<Integer> apply(int ended) {
    List<Integer> dismissed = new ArrayList<>();
    for (String name : siblings.get(ended).common().needs().stream().distinct().toList()) {
      if (needing.merge(name, -1, Integer::sum) == 0) {
        dismissed.addAll(named.getOrDefault(name, List.of()));
      }
    }
    return dismissed;
  }
}
