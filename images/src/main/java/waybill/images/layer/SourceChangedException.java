package waybill.images.layer;

import java.nio.file.Path;

/** A file is no longer what it was when the layer was planned; the layer must be planned again. */
final class SourceChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Path file;

  SourceChangedException(Path file) {
    super(file.toString());
    this.file = file;
  }

  Path file() {
    return file;
  }
}
