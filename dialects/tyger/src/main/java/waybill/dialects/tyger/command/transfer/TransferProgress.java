package waybill.dialects.tyger.command.transfer;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.cli.Invocation;
import waybill.cli.ProgressArea;
import waybill.cli.ProgressMode;
import waybill.cli.ProgressView;
import waybill.cli.Tone;
import waybill.cli.TransferText;

/**
 * Tells how far a transfer is: on a screen in a row that is drawn anew, elsewhere in a line each
 * second; and at its end what it came to.
 */
public final class TransferProgress implements AutoCloseable {
  private static final Duration PICTURE = Duration.ofMillis(200);
  private static final Duration LINE = Duration.ofSeconds(1);

  private final Meter meter;
  private final TransferLog log;
  private final ProgressArea area;
  private final Thread ticker;

  private TransferProgress(
      Meter meter, TransferLog log, ProgressArea area, boolean live, Duration pause) {
    this.meter = meter;
    this.log = log;
    this.area = area;
    this.ticker = Thread.ofVirtual().name("transfer progress").unstarted(() -> tick(live, pause));
  }

  /** Begins, saying so. */
  public static TransferProgress begin(
      Meter meter, TransferRow row, TransferLog log, Invocation invocation) {
    boolean live =
        ProgressMode.suiting(invocation.terminal(), invocation.environment()) == ProgressMode.LIVE;
    if (!live) {
      log.info("Transfer starting", List.of());
    }
    ProgressArea area =
        ProgressArea.open(live ? ProgressMode.LIVE : ProgressMode.OFF, invocation, view(row));
    var progress = new TransferProgress(meter, log, area, live, live ? PICTURE : LINE);
    progress.ticker.start();
    return progress;
  }

  /** The same for one of several transfers, which somebody else shows: only lines. */
  public static TransferProgress ofSeveral(
      Meter meter, TransferLog log, boolean ticking, Duration pause) {
    var progress = new TransferProgress(meter, log, ProgressArea.NONE, false, pause);
    if (ticking) {
      log.info("Transfer starting", List.of());
      progress.ticker.start();
    }
    return progress;
  }

  private static ProgressView view(TransferRow row) {
    return new ProgressView() {
      @Override
      public List<Row> rows(int columns, int rows) {
        return List.of(new Row(Tone.PLAIN, row.text()));
      }

      @Override
      public Optional<String> heartbeat() {
        return Optional.empty();
      }
    };
  }

  private void tick(boolean live, Duration pause) {
    long before = 0;
    long since = meter.nanos();
    try {
      while (true) {
        Thread.sleep(pause);
        if (live) {
          area.changed();
        } else {
          long bytes = meter.bytes();
          long now = meter.nanos();
          log.info(
              "Transfer progress",
              List.of(
                  entry("throughput", ByteSize.bitsPerSecond(bytes - before, now - since)),
                  entry("totalCompletedData", ByteSize.bytes(bytes))));
          before = bytes;
          since = now;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same log, whose lines do not land in the row. */
  TransferLog above(TransferLog log) {
    return new TransferLog() {
      @Override
      public void info(String message, List<Map.Entry<String, String>> fields) {
        say(() -> log.info(message, fields));
      }

      @Override
      public void warn(String message, List<Map.Entry<String, String>> fields) {
        say(() -> log.warn(message, fields));
      }

      @Override
      public void fatal(String message, List<Map.Entry<String, String>> fields) {
        say(() -> log.fatal(message, fields));
      }

      private void say(Runnable line) {
        area.above(
            () -> {
              line.run();
              return true;
            });
      }
    };
  }

  /** Says that all went well. */
  public void complete() {
    close();
    long nanos = meter.nanos();
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    fields.add(entry("elapsed", seconds(nanos)));
    fields.add(entry("avgThroughput", ByteSize.bitsPerSecond(meter.bytes(), nanos)));
    fields.add(entry("totalCompletedData", ByteSize.bytes(meter.bytes())));
    log.info("Transfer complete", fields);
  }

  private static String seconds(long nanos) {
    long millis = nanos / 1_000_000;
    String rest = Long.toString(1000 + millis % 1000).substring(1);
    return millis / 1000 + "." + rest + "s";
  }

  /** Takes the row away; nothing more is said after this. */
  @Override
  public void close() {
    ticker.interrupt();
    area.close();
  }

  /**
   * One transfer as a row for a screen: {@code in ▲ 1.2 GiB of 3.8 GiB …}.
   *
   * @param label what it is to the user
   */
  public record TransferRow(String label, boolean upwards, Meter meter, boolean unicode) {

    public String text() {
      String arrow = upwards ? unicode ? "▲" : "^" : unicode ? "▼" : "v";
      String name = label + "  " + arrow;
      if (meter.total().isPresent()) {
        long total = Math.max(meter.total().getAsLong(), meter.bytes());
        return new TransferText(unicode).of(name, meter.bytes(), total, meter.nanos());
      }
      long rate = (long) (meter.bytes() * 1e9 / Math.max(1, meter.nanos()));
      return name
          + "  "
          + TransferText.bytes(meter.bytes())
          + "  "
          + TransferText.bytes(rate)
          + "/s";
    }
  }
}
