package waybill.cli;

import java.util.List;
import java.util.Optional;
import waybill.model.document.Source;

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
 * @param place where its author wrote it
 */
public record FailureBlock(
    String subject,
    String verdict,
    List<Fact> facts,
    Optional<Tail> tail,
    Optional<String> hint,
    List<String> next,
    Optional<Place> place) {

  public FailureBlock {
    facts = List.copyOf(facts);
    next = List.copyOf(next);
  }

  /** Of something that has no place in a document. */
  public FailureBlock(
      String subject,
      String verdict,
      List<Fact> facts,
      Optional<Tail> tail,
      Optional<String> hint,
      List<String> next) {
    this(subject, verdict, facts, tail, hint, next, Optional.empty());
  }

  /** The same with its place, if it has one. */
  public FailureBlock withPlace(Optional<Place> other) {
    return new FailureBlock(subject, verdict, facts, tail, hint, next, other);
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

  /**
   * Where something is written.
   *
   * @param source its name is the whole place, {@code FILE:LINE:COLUMN}; its text may be empty
   * @param line from 1
   * @param column in code points, from 1
   */
  public record Place(Source source, int line, int column) {}
}
