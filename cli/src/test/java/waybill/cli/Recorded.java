package waybill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** A stream whose text can be looked at. */
final class Recorded {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, false, UTF_8);

  PrintStream stream() {
    return stream;
  }

  String text() {
    return bytes.toString(UTF_8);
  }
}
