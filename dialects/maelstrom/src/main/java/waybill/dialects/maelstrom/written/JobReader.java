package waybill.dialects.maelstrom.written;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import waybill.dialects.maelstrom.json.JsonStream;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.model.document.Span;

/**
 * Reads the jobs of a stream one after the other. A job is handed out as soon as its closing brace
 * was read: nothing behind it is waited for. The first mistake ends the stream. For one thread.
 */
public final class JobReader {
  private static final long MAX_JOB_BYTES = 16L << 20;

  private final JsonStream in;

  public JobReader(InputStream in) {
    this.in = new JsonStream(in, MAX_JOB_BYTES);
  }

  /**
   * The next job, or nothing at the end of the stream.
   *
   * @throws SpecTextException when what comes is not a job; the reader must not be used after it
   */
  public Optional<WrittenJob> next() throws IOException, SpecTextException {
    if (!in.hasNext()) {
      return Optional.empty();
    }
    Span start = in.here();
    JobFields fields = new JobFields(in);
    in.objectFromAny(
        "Job",
        members -> {
          fields.read(members);
          return fields;
        });
    return Optional.of(fields.job(in.since(start)));
  }
}
