package waybill.dialects.tyger.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.cli.Invocation;
import waybill.cli.ProgressArea;
import waybill.cli.ProgressMode;
import waybill.cli.ProgressView;
import waybill.cli.Tone;
import waybill.dialects.tyger.command.transfer.Meter;
import waybill.dialects.tyger.command.transfer.TransferLog;
import waybill.dialects.tyger.command.transfer.TransferProgress;
import waybill.dialects.tyger.command.transfer.TransferProgress.TransferRow;

/**
 * How far the streams of a run are: rows on a screen, elsewhere lines. Whatever is said meanwhile
 * goes through here, so that it does not land in the rows. For any number of threads.
 */
final class ExecProgress implements AutoCloseable {
  private final Invocation invocation;
  private final Optional<Meter> input;
  private final Optional<Meter> output;
  private final boolean lines;
  private final Duration pause;
  private final ProgressArea area;

  private ExecProgress(
      Invocation invocation,
      Optional<Meter> input,
      Optional<Meter> output,
      ProgressMode mode,
      Duration pause) {
    this.invocation = invocation;
    this.input = input;
    this.output = output;
    this.lines = mode == ProgressMode.PLAIN;
    this.pause = pause;
    boolean live = mode == ProgressMode.LIVE;
    this.area = ProgressArea.open(live ? mode : ProgressMode.OFF, invocation, view());
  }

  /**
   * For the streams that there are.
   *
   * @param quiet whether nobody wants to know
   * @param pause between two lines of a stream
   */
  static ExecProgress open(
      Invocation invocation, Parameters parameters, boolean quiet, Duration pause) {
    ProgressMode suiting = ProgressMode.suiting(invocation.terminal(), invocation.environment());
    // Where the run's output is on the same screen it is all that anybody wants to see.
    boolean hidden =
        quiet
            || (suiting == ProgressMode.LIVE
                && parameters.output().isPresent()
                && invocation.terminal().outIsTerminal());
    return new ExecProgress(
        invocation,
        parameters.input().map(_ -> new Meter(OptionalLong.empty())),
        parameters.output().map(_ -> new Meter(OptionalLong.empty())),
        hidden ? ProgressMode.OFF : suiting,
        pause);
  }

  private ProgressView view() {
    boolean unicode = invocation.terminal().unicode();
    List<TransferRow> rows = new ArrayList<>();
    input.ifPresent(meter -> rows.add(new TransferRow("in ", true, meter, unicode)));
    output.ifPresent(meter -> rows.add(new TransferRow("out", false, meter, unicode)));
    return new ProgressView() {
      @Override
      public List<Row> rows(int columns, int most) {
        return rows.stream().map(row -> new Row(Tone.PLAIN, row.text())).toList();
      }

      @Override
      public Optional<String> heartbeat() {
        return Optional.empty();
      }
    };
  }

  /** Counts what goes into the run. */
  Meter input() {
    return input.orElseThrow();
  }

  /** Counts what comes out of it. */
  Meter output() {
    return output.orElseThrow();
  }

  /** Tells of one transfer. */
  TransferProgress of(Meter meter, String buffer, TransferLog log) {
    return TransferProgress.ofSeveral(meter, named(buffer, log), lines, pause);
  }

  private static TransferLog named(String buffer, TransferLog log) {
    return new TransferLog() {
      @Override
      public void info(String message, List<Map.Entry<String, String>> fields) {
        log.info(message, with(fields));
      }

      @Override
      public void warn(String message, List<Map.Entry<String, String>> fields) {
        log.warn(message, with(fields));
      }

      @Override
      public void fatal(String message, List<Map.Entry<String, String>> fields) {
        log.fatal(message, with(fields));
      }

      private List<Map.Entry<String, String>> with(List<Map.Entry<String, String>> fields) {
        List<Map.Entry<String, String>> more = new ArrayList<>();
        more.add(Map.entry("buffer", buffer));
        more.addAll(fields);
        return more;
      }
    };
  }

  /** Writes a line to our remarks. */
  void print(String line) {
    area.above(
        () -> {
          invocation.err().print(line);
          invocation.err().flush();
          return true;
        });
  }

  /** Writes what a run has said. */
  void print(PrintStream to, byte[] bytes, int length) {
    area.above(
        () -> {
          to.write(bytes, 0, length);
          to.flush();
          return bytes[length - 1] == '\n';
        });
  }

  @Override
  public void close() {
    area.close();
  }
}
