package waybill.dialects.tyger.log;

import java.io.PrintStream;
import java.io.StringWriter;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import waybill.cli.DisplayText;
import waybill.cli.Tone;

/** Writes remarks on what goes on to standard error. For any number of threads. */
public final class LogLines {
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

  private final PrintStream err;
  private final Format format;
  private final Level least;
  private final boolean colours;
  private final Clock clock;

  /**
   * @param least levels below it are not written
   */
  public LogLines(PrintStream err, Format format, Level least, boolean colours, Clock clock) {
    this.err = err;
    this.format = format;
    this.least = least;
    this.colours = colours && format == Format.PRETTY;
    this.clock = clock;
  }

  /** Writes one line. */
  public void write(Level level, String message, Map<String, String> fields) {
    if (level.compareTo(least) < 0) {
      return;
    }
    String line = format == Format.JSON ? json(level, message, fields) : text(level, message, fields);
    synchronized (err) {
      err.print(line + "\n");
      err.flush();
    }
  }

  public void info(String message, Map<String, String> fields) {
    write(Level.INFO, message, fields);
  }

  public void fatal(String message) {
    write(Level.FATAL, message, Map.of());
  }

  private String text(Level level, String message, Map<String, String> fields) {
    var line = new StringBuilder(Tone.DIM.of(TIME.format(clock.instant()), colours));
    line.append(' ').append(level.tone.of(level.mark, colours));
    line.append(' ').append(DisplayText.safe(message));
    fields.forEach(
        (name, value) ->
            line.append(' ')
                .append(Tone.PLACE.of(name + "=", colours))
                .append(DisplayText.safe(value)));
    return line.toString();
  }

  private String json(Level level, String message, Map<String, String> fields) {
    var text = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("level", level.name().toLowerCase(java.util.Locale.ROOT));
      fields.forEach(json::writeStringProperty);
      json.writeStringProperty("time", TIME.format(clock.instant()));
      json.writeStringProperty("message", message);
      json.writeEndObject();
    }
    return text.toString();
  }
}
