package waybill.dialects.maelstrom.tags;

import java.util.Optional;
import waybill.images.image.TagPins;
import waybill.images.reference.RegistryReference;

/** What a project's tags mean, by its lock file. For any number of threads. */
public final class LockedTags implements TagPins {
  private final TagLockFile file;

  public LockedTags(TagLockFile file) {
    this.file = file;
  }

  @Override
  public Optional<String> pinned(RegistryReference reference) {
    return file.pinned(name(reference), tag(reference));
  }

  @Override
  public void pin(RegistryReference reference, String digest) {
    file.pin(name(reference), tag(reference), digest);
  }

  /** As its author wrote it, without the tag. */
  private static String name(RegistryReference reference) {
    String written = reference.written();
    return reference.tag().isPresent()
        ? written.substring(0, written.length() - reference.tag().get().length() - 1)
        : written;
  }

  private static String tag(RegistryReference reference) {
    return reference.tag().orElse("latest");
  }
}
