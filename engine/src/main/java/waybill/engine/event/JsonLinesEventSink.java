package waybill.engine.event;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object a line, in the form of {@link EventJson}, each line with one write and
 * flushed. After a line could not be written nothing more is, so that a reader never sees a gap.
 */
public final class JsonLinesEventSink implements EventSink {
  private final OutputStream out;
  private @Nullable IOException trouble;

  /**
   * @param out not closed by the sink
   */
  public JsonLinesEventSink(OutputStream out) {
    this.out = out;
  }

  @Override
  public synchronized void accept(Event event) {
    if (trouble != null) {
      return;
    }
    String line = EventJson.line(event);
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (out instanceof PrintStream print && print.checkError()) {
        throw new IOException("the reader of the events is gone"); // a PrintStream keeps the reason
      }
    } catch (IOException e) {
      trouble = e;
    }
  }

  /** Why events are missing at the end, if any are. */
  public synchronized Optional<IOException> trouble() {
    return Optional.ofNullable(trouble);
  }
}
