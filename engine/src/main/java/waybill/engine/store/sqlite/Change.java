package waybill.engine.store.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.store.NewRun;
import waybill.model.failure.FailureException;
import waybill.model.task.StandardStream;

/**
 * Something that is to be written. Made by any thread, carried out by the writer's; maybe twice,
 * when the transaction of the first time failed.
 */
abstract sealed class Change
    permits Change.Begin, Change.End, Change.Happening, PutEntry, PutAbout, Together {

  /** Carries it out in the open transaction. */
  abstract void apply(Session session, OutputFiles files) throws SQLException, IOException;

  /** The events that it is or brings, in their order. */
  abstract List<Happening> happenings();

  /** How many runs are over with it. */
  int endedRuns() {
    return 0;
  }

  /** About how much memory it takes while it waits. */
  abstract long bytes();

  /** It could not be done, and will not be tried again. */
  abstract void failed(FailureException why);

  /** Nanoseconds since 1970; until 2262. */
  static long nanos(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
  }

  /** The same for any time, however far: it may come from a caller who made it up. */
  static long nearestNanos(Instant at) {
    try {
      return nanos(at);
    } catch (ArithmeticException far) {
      return at.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  /** A new run. */
  static final class Begin extends Change {
    private final long number;
    private final NewRun run;
    private final String name;
    private final Instant at;
    final Happening started;
    private final AtomicReference<@Nullable FailureException> failure = new AtomicReference<>();

    /**
     * @param started its first event, written with it or not at all
     */
    Begin(long number, NewRun run, String name, Instant at, Happening started) {
      this.number = number;
      this.run = run;
      this.name = name;
      this.at = at;
      this.started = started;
    }

    @Override
    void apply(Session session, OutputFiles files) throws SQLException, IOException {
      started.apply(session, files);
      PreparedStatement insert =
          session.prepare(
              "INSERT INTO runs (number, kind, name, native_id, directory, started)"
                  + " VALUES (?, ?, ?, ?, ?, ?)");
      insert.setLong(1, number);
      insert.setString(2, run.kind());
      insert.setString(3, name);
      insert.setString(4, run.nativeId());
      insert.setString(5, run.directory().toString());
      insert.setLong(6, nanos(at));
      insert.executeUpdate();
    }

    @Override
    List<Happening> happenings() {
      return List.of(started);
    }

    @Override
    long bytes() {
      return 1000;
    }

    @Override
    void failed(FailureException why) {
      failure.set(why);
    }

    @Nullable FailureException failure() {
      return failure.get();
    }
  }

  /** The end of a run. */
  static final class End extends Change {
    private final long number;
    private final Ending ending;
    private final Instant at;
    final Happening ended;

    /**
     * @param ended its last event, written with it
     */
    End(long number, Ending ending, Instant at, Happening ended) {
      this.number = number;
      this.ending = ending;
      this.at = at;
      this.ended = ended;
    }

    @Override
    void apply(Session session, OutputFiles files) throws SQLException, IOException {
      ended.apply(session, files);
      PreparedStatement update =
          session.prepare(
              "UPDATE runs SET ended = ?, ending = ? WHERE number = ? AND ended IS NULL");
      update.setLong(1, nanos(at));
      update.setString(2, FactJson.body(ending));
      update.setLong(3, number);
      update.executeUpdate();
    }

    @Override
    List<Happening> happenings() {
      return List.of(ended);
    }

    @Override
    int endedRuns() {
      return 1;
    }

    @Override
    long bytes() {
      return 1000;
    }

    @Override
    void failed(FailureException why) {
      ended.run.lostEnd(why); // the writer tries it again, but who waits is told
    }
  }

  /** An event that is no output. */
  static sealed class Happening extends Change {
    final RunState run;
    final String path;
    final int attempt;
    private final Fact fact;
    private final Instant at;

    /** Given by the writer when it takes the change. */
    long sequence;

    Happening(RunState run, String path, int attempt, Fact fact, Instant at) {
      this.run = run;
      this.path = path;
      this.attempt = attempt;
      this.fact = fact;
      this.at = at;
    }

    @Override
    void apply(Session session, OutputFiles files) throws SQLException, IOException {
      PreparedStatement insert =
          session.prepare(
              "INSERT INTO events (seq, at, run, path, attempt, type, body)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?)");
      insert.setLong(1, sequence);
      insert.setLong(2, nanos(at));
      insert.setLong(3, run.number);
      insert.setString(4, path);
      insert.setInt(5, attempt);
      insert.setString(6, FactJson.type(fact));
      insert.setString(7, FactJson.body(fact));
      insert.executeUpdate();
    }

    @Override
    List<Happening> happenings() {
      return List.of(this);
    }

    @Override
    long bytes() {
      return 2000;
    }

    @Override
    void failed(FailureException why) {
      run.lostSomething(why);
    }
  }

  /** A piece of output; grows while it waits. */
  static final class Output extends Happening {
    /** How large a piece may grow. */
    static final int PIECE = 32 << 10;

    private static final byte[] NOTHING = {};

    private final StandardStream stream;
    private final @Nullable String file;
    private final long start;
    private byte[] bytes;
    private int length;

    /**
     * @param file where it goes, or null for the database
     * @param start from where on in the file
     */
    Output(
        RunState run,
        String path,
        int attempt,
        StandardStream stream,
        byte[] bytes,
        @Nullable String file,
        long start,
        Instant at) {
      super(run, path, attempt, new OutputWritten(stream, NOTHING), at);
      this.stream = stream;
      this.bytes = bytes;
      this.length = bytes.length;
      this.file = file;
      this.start = start;
    }

    /** Takes the stream's next piece too, if that is the same place and not too much. */
    boolean takes(Output next) {
      boolean fits =
          run.number == next.run.number
              && stream == next.stream
              && attempt == next.attempt
              && path.equals(next.path)
              && java.util.Objects.equals(file, next.file)
              && length + next.length <= PIECE;
      if (fits) {
        if (length + next.length > bytes.length) {
          bytes = java.util.Arrays.copyOf(bytes, Math.min(PIECE, 2 * (length + next.length)));
        }
        System.arraycopy(next.bytes, 0, bytes, length, next.length);
        length += next.length;
      }
      return fits;
    }

    @Override
    void apply(Session session, OutputFiles files) throws SQLException, IOException {
      super.apply(session, files);
      String place = file;
      if (place != null) {
        files.write(run.number, place, start, bytes, 0, length);
      }
      PreparedStatement insert =
          session.prepare(
              "INSERT INTO output (seq, bytes, file, start, length) VALUES (?, ?, ?, ?, ?)");
      insert.setLong(1, sequence);
      insert.setBytes(2, place == null ? java.util.Arrays.copyOf(bytes, length) : null);
      insert.setString(3, place);
      insert.setLong(4, start);
      insert.setInt(5, length);
      insert.executeUpdate();
    }

    @Override
    long bytes() {
      return PIECE;
    }
  }

  /** What a text of any origin becomes in the database: UTF-8 has no half surrogate pairs. */
  static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
