package waybill.dialects.bacalhau.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Jobs.JobName;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** What a job would change of the one that there is by its name. */
final class JobDiff {
  /** Of longer texts the lines are not compared. */
  private static final int MAX_LINES = 3000;

  private final JobWorkplace workplace;

  JobDiff(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  /** Lines that go with a {@code -}, lines that come with a {@code +}, the others with a blank. */
  String of(JobSpec spec) {
    List<String> wanted = lines(spec);
    Optional<Job> stored = stored(spec);
    if (stored.isEmpty()) {
      return lines('+', wanted);
    }
    List<String> there = lines(stored.get().spec());
    return there.equals(wanted) ? "No diff detected.\n" : compared(there, wanted);
  }

  private Optional<Job> stored(JobSpec spec) {
    try {
      Job found = workplace.jobs().find(new JobName(spec.name(), spec.namespace()));
      // What was found by an id that is like the name is another job.
      return found.spec().name().equals(spec.name()) ? Optional.of(found) : Optional.empty();
    } catch (FailureException none) {
      if (none.failure().code() == FailureCode.INPUT_MISSING) {
        return Optional.empty();
      }
      throw none;
    }
  }

  private List<String> lines(JobSpec spec) {
    return TreeText.yaml(JsonShape.of(spec)).lines().toList();
  }

  private static String lines(char mark, List<String> lines) {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(mark).append(' ').append(line).append('\n'));
    return text.toString();
  }

  /** Along the longest common subsequence. */
  static String compared(List<String> old, List<String> now) {
    if (old.size() > MAX_LINES || now.size() > MAX_LINES) {
      return lines('-', old) + lines('+', now);
    }
    int[][] common = common(old, now);
    List<String> text = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        text.add("  " + old.get(i++));
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        text.add("- " + old.get(i++));
      } else {
        text.add("+ " + now.get(j++));
      }
    }
    return String.join("\n", text) + "\n";
  }

  /** How many lines the rests that begin at two places have in common. */
  private static int[][] common(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
