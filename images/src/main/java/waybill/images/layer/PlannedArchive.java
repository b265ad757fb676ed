package waybill.images.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import waybill.images.unpack.ArchiveSource;

/**
 * An archive that is to be a layer.
 *
 * @param file absolute, or a link to it
 * @param state of the file when it was planned
 */
record PlannedArchive(Path file, FileState state) implements ArchiveSource {

  /** Writes down all that decides what will be stored: fields end with a NUL. */
  void appendTo(StringBuilder text) {
    text.append("archive\0").append(file).append('\0');
    state.appendTo(text);
    text.append('\0');
  }

  /** Makes sure that the file is still the one that was planned. */
  void confirm() {
    FileState now;
    try {
      now = FileState.read(file, true);
    } catch (IOException gone) {
      throw new SourceChangedException(file);
    }
    if (!now.equals(state)) {
      throw new SourceChangedException(file);
    }
  }

  @Override
  public String name() {
    return "the archive " + SourceFailure.quoted(file.toString());
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public Optional<String> digest() {
    return Optional.empty();
  }

  @Override
  public Optional<String> diffId() {
    return Optional.empty();
  }
}
