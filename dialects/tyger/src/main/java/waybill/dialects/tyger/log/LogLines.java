package waybill.dialects.tyger.log;

import java.io.StringWriter;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import waybill.cli.DisplayText;
import waybill.cli.Tone;
import waybill.dialects.tyger.command.transfer.TransferLog;

/** Writes remarks on what goes on, a line each. For any number of threads. */
public final class LogLines implements TransferLog {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** How lines look. */
  public enum Format {
    /** For people, with colours where there are any. */
    PRETTY,
    /** The same without colours. */
    PLAIN,
    /** For programs. */
    JSON
  }

  /** What lines are about; only those from some level on are written. */
  public enum Level {
    TRACE("TRC", Tone.DIM),
    DEBUG("DBG", Tone.DIM),
    INFO("INF", Tone.GOOD),
    WARN("WRN", Tone.WARNING),
    ERROR("ERR", Tone.BAD),
    FATAL("FTL", Tone.BAD);

    private final String mark;
    private final Tone tone;

    Level(String mark, Tone tone) {
      this.mark = mark;
      this.tone = tone;
    }
  }

  private final Consumer<String> out;
  private final Format format;
  private final Level least;
  private final boolean colours;
  private final Clock clock;

  /**
   * @param out gets each line, with its end; never two at a time
   * @param least levels below it are not written
   */
  public LogLines(Consumer<String> out, Format format, Level least, boolean colours, Clock clock) {
    this.out = out;
    this.format = format;
    this.least = least;
    this.colours = colours && format == Format.PRETTY;
    this.clock = clock;
  }

  private void write(Level level, String message, List<Map.Entry<String, String>> fields) {
    if (level.compareTo(least) < 0) {
      return;
    }
    String line =
        format == Format.JSON ? json(level, message, fields) : text(level, message, fields);
    synchronized (out) {
      out.accept(line + "\n");
    }
  }

  @Override
  public void info(String message, List<Map.Entry<String, String>> fields) {
    write(Level.INFO, message, fields);
  }

  @Override
  public void warn(String message, List<Map.Entry<String, String>> fields) {
    write(Level.WARN, message, fields);
  }

  @Override
  public void fatal(String message, List<Map.Entry<String, String>> fields) {
    write(Level.FATAL, message, fields);
  }

  private String text(Level level, String message, List<Map.Entry<String, String>> fields) {
    var line = new StringBuilder(Tone.DIM.of(TIME.format(clock.instant()), colours));
    line.append(' ').append(level.tone.of(level.mark, colours));
    line.append(' ').append(DisplayText.safe(message));
    for (Map.Entry<String, String> field : fields) {
      line.append(' ')
          .append(Tone.PLACE.of(field.getKey() + "=", colours))
          .append(DisplayText.safe(value(field.getValue())));
    }
    return line.toString();
  }

  /** In quotes where it would not be seen where it ends. */
  private static String value(String text) {
    boolean plain = !text.isEmpty() && text.indexOf(' ') < 0 && text.indexOf('"') < 0;
    return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String json(Level level, String message, List<Map.Entry<String, String>> fields) {
    var text = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("level", level.name().toLowerCase(java.util.Locale.ROOT));
      for (Map.Entry<String, String> field : fields) {
        json.writeStringProperty(field.getKey(), field.getValue());
      }
      json.writeStringProperty("time", TIME.format(clock.instant()));
      json.writeStringProperty("message", message);
      json.writeEndObject();
    }
    return text.toString();
  }
}
