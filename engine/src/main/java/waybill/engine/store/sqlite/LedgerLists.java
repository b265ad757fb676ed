package waybill.engine.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerFilter;
import waybill.engine.store.LedgerQuery;
import waybill.engine.store.LedgerQuery.Mark;
import waybill.engine.store.LedgerQuery.Order;

/**
 * Lists and counts by what things are now. The rarest of what is wanted (a label, the states) says
 * which stretch of which index is read, and everything else is looked up for each entry of it: so a
 * page of a rare label costs the same however many entries there are.
 */
final class LedgerLists {
  /** What is as common as that is common: more is not counted. */
  private static final int COMMON = 1000;

  private LedgerLists() {}

  /** A question in the making: text, and what stands for its question marks. */
  static final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    Sql add(String part, Object... values) {
      text.append(part);
      for (Object value : values) {
        parameters.add(value instanceof String string ? Change.wellFormed(string) : value);
      }
      return this;
    }

    String text() {
      return text.toString();
    }

    PreparedStatement prepare(Session session) throws SQLException {
      PreparedStatement select = session.connection().prepareStatement(text());
      int next = 1;
      for (Object parameter : parameters) {
        if (parameter instanceof Long number) {
          select.setLong(next++, number);
        } else {
          select.setString(next++, parameter.toString());
        }
      }
      return select;
    }
  }

  /** Which stretch of which index is read. */
  sealed interface Way {
    /** By the order alone. */
    record InOrder() implements Way {}

    /** All states that are wanted, one after the other. */
    record ByState() implements Way {}

    /** Everything with one of the labels that are wanted. */
    record ByLabel(String key, String value) implements Way {}
  }

  static List<LedgerEntry> list(Session session, LedgerQuery query) throws SQLException {
    Way way =
        query.order() == Order.CREATED
            ? way(session, query.kind(), query.filter())
            : new Way.InOrder();
    if (!(way instanceof Way.ByState) || query.filter().states().size() == 1) {
      return entries(session, list(query, way, query.filter()));
    }
    var found = new ArrayList<LedgerEntry>();
    for (String state : query.filter().states()) {
      LedgerFilter all = query.filter();
      var one = new LedgerFilter(Set.of(state), all.labels(), all.without(), all.since());
      found.addAll(entries(session, list(query, way, one)));
    }
    Comparator<LedgerEntry> order =
        Comparator.comparing(LedgerEntry::created).thenComparing(LedgerEntry::id, Prefix::compare);
    found.sort(query.newestFirst() ? order.reversed() : order);
    return found.size() <= query.limit() ? found : List.copyOf(found.subList(0, query.limit()));
  }

  private static List<LedgerEntry> entries(Session session, Sql sql) throws SQLException {
    try (PreparedStatement select = sql.prepare(session)) {
      return LedgerReader.entries(select);
    }
  }

  static Map<String, Long> counts(Session session, String kind, LedgerFilter filter)
      throws SQLException {
    var counts = new TreeMap<String, Long>();
    Way way = way(session, kind, filter);
    try (PreparedStatement select = counts(kind, filter, way).prepare(session);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
    }
    return counts;
  }

  private static Way way(Session session, String kind, LedgerFilter filter) throws SQLException {
    var ways = new ArrayList<Way>();
    filter.labels().forEach((key, value) -> ways.add(new Way.ByLabel(key, value)));
    if (!filter.states().isEmpty()) {
      ways.add(new Way.ByState());
    }
    if (ways.size() <= 1) {
      return ways.isEmpty() ? new Way.InOrder() : ways.getFirst();
    }
    Way rarest = ways.getFirst();
    long least = Long.MAX_VALUE;
    for (Way way : ways) {
      long count = count(session, kind, filter, way);
      if (count < least) {
        least = count;
        rarest = way;
      }
    }
    return rarest;
  }

  private static long count(Session session, String kind, LedgerFilter filter, Way way)
      throws SQLException {
    long sum = 0;
    for (Sql sql : howMany(kind, filter, way)) {
      try (PreparedStatement select = sql.prepare(session);
          ResultSet rows = select.executeQuery()) {
        sum += rows.next() ? rows.getLong(1) : 0;
      }
    }
    return sum;
  }

  /** As many questions as there are stretches. */
  static List<Sql> howMany(String kind, LedgerFilter filter, Way way) {
    var questions = new ArrayList<Sql>();
    switch (way) {
      case Way.InOrder _ -> {}
      case Way.ByLabel(String key, String value) -> {
        Sql sql = new Sql().add("SELECT count(*) FROM (SELECT 1").add(LABELLED, kind, key, value);
        questions.add(since(sql, "d.created", filter).add(" LIMIT " + COMMON + ")"));
      }
      case Way.ByState _ -> {
        for (String state : filter.states()) {
          Sql sql =
              new Sql()
                  .add("SELECT count(*) FROM (SELECT 1 FROM ledger l INDEXED BY ledger_state")
                  .add(" WHERE l.latest = 1 AND l.kind = ? AND l.state = ?", kind, state);
          questions.add(since(sql, "l.created", filter).add(" LIMIT " + COMMON + ")"));
        }
      }
    }
    return questions;
  }

  private static final String LABELLED =
      " FROM ledger_labels d INDEXED BY ledger_labelled"
          + " WHERE d.kind = ? AND d.key = ? AND d.value = ?";

  static Sql list(LedgerQuery query, Way way, LedgerFilter filter) {
    var sql = new Sql().add(LedgerReader.COLUMNS);
    String time = query.order() == Order.CREATED ? "created" : "modified";
    String table = from(sql, way, query.kind(), "");
    if (query.space().isPresent()) {
      sql.add(" AND l.space = ?", query.space().get());
    }
    filter(sql, table, filter);
    if (query.after().isPresent()) {
      Mark mark = query.after().get();
      sql.add(
          " AND ("
              + table
              + "."
              + time
              + ", "
              + table
              + ".id) "
              + (query.newestFirst() ? "<" : ">")
              + " (?, ?)",
          Change.nearestNanos(mark.at()),
          mark.id());
    }
    String direction = query.newestFirst() ? " DESC" : "";
    sql.add(" ORDER BY " + table + "." + time + direction + ", " + table + ".id" + direction);
    return sql.add(" LIMIT ?", (long) query.limit());
  }

  static Sql counts(String kind, LedgerFilter filter, Way way) {
    var sql = new Sql().add("SELECT l.state, count(*) FROM ");
    String table = from(sql, way, kind, " INDEXED BY ledger_state");
    filter(sql, table, filter);
    return sql.add(" GROUP BY l.state");
  }

  /** Returns what the table is called whose index gives the order. */
  private static String from(Sql sql, Way way, String kind, String index) {
    switch (way) {
      case Way.ByLabel(String key, String value) -> {
        // CROSS JOIN is how SQLite is told which of two tables is read first.
        sql.add("ledger_labels d INDEXED BY ledger_labelled CROSS JOIN ledger l")
            .add(" INDEXED BY ledger_latest ON l.latest = 1 AND l.kind = d.kind AND l.id = d.id")
            .add(" WHERE d.kind = ? AND d.key = ? AND d.value = ?", kind, key, value);
        return "d";
      }
      case Way.ByState _ ->
          sql.add("ledger l INDEXED BY ledger_state WHERE l.latest = 1 AND l.kind = ?", kind);
      case Way.InOrder _ ->
          sql.add("ledger l" + index + " WHERE l.latest = 1 AND l.kind = ?", kind);
    }
    return "l";
  }

  private static void filter(Sql sql, String table, LedgerFilter filter) {
    if (!filter.states().isEmpty()) {
      sql.add(" AND l.state IN (?" + ", ?".repeat(filter.states().size() - 1) + ")");
      sql.parameters.addAll(filter.states().stream().map(Change::wellFormed).toList());
    }
    since(sql, table + ".created", filter);
    filter.labels().forEach((key, value) -> label(sql, " AND EXISTS", key, value));
    filter.without().forEach((key, value) -> label(sql, " AND NOT EXISTS", key, value));
  }

  private static void label(Sql sql, String whether, String key, String value) {
    sql.add(
        whether
            + " (SELECT 1 FROM ledger_labels w"
            + " WHERE w.kind = l.kind AND w.id = l.id AND w.key = ? AND w.value = ?)",
        key,
        value);
  }

  private static Sql since(Sql sql, String column, LedgerFilter filter) {
    Optional<Instant> since = filter.since();
    return since.isEmpty()
        ? sql
        : sql.add(" AND " + column + " > ?", Change.nearestNanos(since.get()));
  }
}
