package waybill.model.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import waybill.model.document.Document;
import waybill.model.problem.ProblemsException;

/**
 * Reads JSON (RFC 8259, in UTF-8, a byte order mark allowed) into documents. Numbers stay text.
 * Immutable; for any number of threads.
 */
public final class JsonReader {
  private final ReadLimits limits;
  private final boolean repeatedKeys;

  /** Within the default limits, refusing objects that have a key twice. */
  public JsonReader() {
    this(ReadLimits.DEFAULT, false);
  }

  private JsonReader(ReadLimits limits, boolean repeatedKeys) {
    this.limits = limits;
    this.repeatedKeys = repeatedKeys;
  }

  /** The same with other limits. */
  public JsonReader within(ReadLimits other) {
    return new JsonReader(other, repeatedKeys);
  }

  /** The same, but a key may be repeated: every member stays in its object, in written order. */
  public JsonReader keepingRepeatedKeys() {
    return new JsonReader(limits, true);
  }

  /**
   * The one document of a text.
   *
   * @param name of the text, for people
   * @throws ProblemsException if it is not exactly one good document
   */
  public Document read(String name, byte[] utf8) {
    try {
      return read(name, new ByteArrayInputStream(utf8));
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory was not readable", e);
    }
  }

  /**
   * The one document of a stream, which is read to its end and not closed.
   *
   * @throws ProblemsException if it is not exactly one good document
   * @throws IOException if the bytes cannot be read
   */
  public Document read(String name, InputStream in) throws IOException {
    return stream(name, in).only();
  }

  /** The documents of a stream, one after the other. The stream is not closed. */
  public JsonDocuments stream(String name, InputStream in) {
    return new JsonDocuments(new Utf8Source(name, in, limits), limits, repeatedKeys);
  }
}
