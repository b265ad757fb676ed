package waybill.cli;

import java.util.List;
import java.util.Optional;

/**
 * What a person wants to see of a job that did not succeed.
 *
 * @param subject which one
 * @param verdict how it ended and after how long: {@code exit 3 after 4.1 s}; where we or the
 *     kernel ended it, who and why
 * @param facts in the order of their worth
 * @param tail the end of what it wrote
 * @param hint only what follows from facts we hold
 * @param next commands to paste
 */
public record FailureBlock(
    String subject,
    String verdict,
    List<Fact> facts,
    Optional<Tail> tail,
    Optional<String> hint,
    List<String> next) {

  public FailureBlock {
    facts = List.copyOf(facts);
    next = List.copyOf(next);
  }

  /** A label of at most nine letters and what it labels. */
  public record Fact(String label, String text) {}

  /**
   * The end of a stream.
   *
   * @param stream its name
   * @param lines how many it had in all
   * @param last the lines to show; none says that nothing was written
   */
  public record Tail(String stream, long lines, List<String> last) {
    public Tail {
      last = List.copyOf(last);
    }
  }
}
