package waybill.dialects.maelstrom.written;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import waybill.dialects.maelstrom.json.SpecTextException;

/**
 * Reads the jobs of a stream one after the other. A job is handed out as soon as its closing brace
 * was read: nothing behind it is waited for. The first mistake ends the stream. For one thread.
 */
public interface JobReader {
  /** Of one value of the stream. */
  long MAX_JOB_BYTES = 16L << 20;

  /**
   * The next job, or nothing at the end of the stream.
   *
   * @throws SpecTextException when what comes is not a job; the reader must not be used after it
   */
  Optional<Job> next() throws IOException, SpecTextException;

  /** A reader of that version. */
  static JobReader of(SpecVersion version, InputStream in) {
    return version == SpecVersion.NEWER ? new NewerJobReader(in) : new OriginalJobReader(in);
  }
}
