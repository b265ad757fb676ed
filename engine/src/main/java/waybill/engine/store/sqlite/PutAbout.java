package waybill.engine.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.engine.store.LedgerChange;
import waybill.model.failure.FailureException;

/**
 * What is said of a thing as a whole: its labels, when it is due, that it is gone. Only ever part
 * of something {@link Together}.
 */
final class PutAbout extends Change {
  static final String REMOVE = "DELETE FROM ledger WHERE kind = ?1 AND id = ?2";
  static final String NO_LABELS = "DELETE FROM ledger_labels WHERE kind = ?1 AND id = ?2";
  static final String NOT_DUE = "DELETE FROM ledger_due WHERE kind = ?1 AND id = ?2";

  /** Nothing for a thing that is not there. */
  static final String LABEL =
      """
      INSERT OR REPLACE INTO ledger_labels (kind, id, key, value, created)
      SELECT kind, id, ?3, ?4, created FROM ledger WHERE latest = 1 AND kind = ?1 AND id = ?2""";

  static final String DUE =
      """
      INSERT INTO ledger_due (kind, id, at)
      SELECT kind, id, ?3 FROM ledger WHERE latest = 1 AND kind = ?1 AND id = ?2""";

  /** One statement and its parameters: texts, or a number as the third. */
  private record Step(String sql, List<String> texts, Optional<Long> number) {}

  private final List<Step> steps = new ArrayList<>();
  private final long bytes;

  private PutAbout(long bytes) {
    this.bytes = 1000 + bytes;
  }

  static PutAbout of(LedgerChange.Labelled labelled) {
    String kind = wellFormed(labelled.kind());
    String id = wellFormed(labelled.id());
    var change = new PutAbout(100L * labelled.labels().size());
    change.add(NO_LABELS, kind, id);
    labelled
        .labels()
        .forEach((key, value) -> change.add(LABEL, kind, id, wellFormed(key), wellFormed(value)));
    return change;
  }

  static PutAbout of(LedgerChange.Due due) {
    String kind = wellFormed(due.kind());
    String id = wellFormed(due.id());
    var change = new PutAbout(0);
    change.add(NOT_DUE, kind, id);
    if (due.at().isPresent()) {
      Instant at = due.at().get();
      change.steps.add(new Step(DUE, List.of(kind, id), Optional.of(nearestNanos(at))));
    }
    return change;
  }

  static PutAbout of(LedgerChange.Removed removed) {
    var change = new PutAbout(0);
    change.add(REMOVE, wellFormed(removed.kind()), wellFormed(removed.id()));
    return change;
  }

  private void add(String sql, String... texts) {
    steps.add(new Step(sql, List.of(texts), Optional.empty()));
  }

  @Override
  void apply(Session session, OutputFiles files) throws SQLException {
    for (Step step : steps) {
      PreparedStatement statement = session.prepare(step.sql());
      int next = 1;
      for (String text : step.texts()) {
        statement.setString(next++, text);
      }
      if (step.number().isPresent()) {
        statement.setLong(next, step.number().get());
      }
      statement.executeUpdate();
    }
  }

  @Override
  List<Happening> happenings() {
    return List.of();
  }

  @Override
  long bytes() {
    return bytes;
  }

  /** Who brought it all together is told. */
  @Override
  void failed(FailureException why) {}
}
