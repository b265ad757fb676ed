package waybill.dialects.maelstrom.written;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waybill.dialects.maelstrom.json.SpecTextException;

/** Reads jobs out of texts, for tests. */
public final class JobTexts {
  private JobTexts() {}

  /** The one job of a text. */
  public static WrittenJob job(String text) {
    try {
      return reader(SpecVersion.ORIGINAL, text).next().orElseThrow().whole();
    } catch (SpecTextException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last job of a text in the newer version. */
  public static Job newer(String text) {
    Optional<Job> last = Optional.empty();
    JobReader reader = reader(SpecVersion.NEWER, text);
    try {
      for (Optional<Job> job = reader.next(); job.isPresent(); job = reader.next()) {
        last = job;
      }
    } catch (SpecTextException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return last.orElseThrow();
  }

  /** The mistake in a text. */
  static SpecTextException mistake(String text) {
    return mistake(SpecVersion.ORIGINAL, text);
  }

  static SpecTextException mistake(SpecVersion version, String text) {
    JobReader reader = reader(version, text);
    try {
      while (reader.next().isPresent()) {
        // The mistake is behind a job.
      }
    } catch (SpecTextException e) {
      return e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("nothing is wrong with " + text);
  }

  private static JobReader reader(SpecVersion version, String text) {
    return JobReader.of(version, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
