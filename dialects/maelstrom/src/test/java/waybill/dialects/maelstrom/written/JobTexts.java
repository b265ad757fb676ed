package waybill.dialects.maelstrom.written;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import waybill.dialects.maelstrom.json.SpecTextException;

/** Reads jobs out of texts, for tests. */
public final class JobTexts {
  private JobTexts() {}

  /** The one job of a text. */
  public static WrittenJob job(String text) {
    try {
      return reader(text).next().orElseThrow();
    } catch (SpecTextException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mistake in a text. */
  static SpecTextException mistake(String text) {
    JobReader reader = reader(text);
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

  private static JobReader reader(String text) {
    return new JobReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
