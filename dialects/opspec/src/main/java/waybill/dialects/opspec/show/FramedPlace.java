package waybill.dialects.opspec.show;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import waybill.cli.FailureBlock;
import waybill.model.document.Source;

/** A place in an op.yml, with its lines as the file has them now. */
final class FramedPlace {
  private static final int MOST_BYTES = 1 << 20;

  private FramedPlace() {}

  /** Empty for a place that nobody can point at; without lines where the file cannot be read. */
  static Optional<FailureBlock.Place> of(String place, ShownPaths paths) {
    int second = place.lastIndexOf(':');
    int first = second < 0 ? -1 : place.lastIndexOf(':', second - 1);
    if (first <= 0) {
      return Optional.empty();
    }
    try {
      int line = Integer.parseInt(place.substring(first + 1, second));
      int column = Integer.parseInt(place.substring(second + 1));
      Source source = new Source(paths.place(place), read(Path.of(place.substring(0, first))));
      return Optional.of(new FailureBlock.Place(source, line, column));
    } catch (NumberFormatException | InvalidPathException foreign) {
      return Optional.empty();
    }
  }

  private static String read(Path file) {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException gone) {
      // The place is told all the same; the lines were a courtesy.
      return "";
    }
  }
}
