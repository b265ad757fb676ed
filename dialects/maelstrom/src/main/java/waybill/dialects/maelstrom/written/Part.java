package waybill.dialects.maelstrom.written;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.maelstrom.written.WrittenImage.Use;

/** What a container can have from its parent. */
enum Part {
  LAYERS,
  ENABLE_WRITABLE_FILE_SYSTEM,
  ENVIRONMENT,
  WORKING_DIRECTORY,
  MOUNTS,
  NETWORK,
  USER,
  GROUP;

  /** As the author writes it, also as the name of the field. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part of an image that it is, if images have it. */
  Optional<Use> ofImage() {
    return switch (this) {
      case LAYERS -> Optional.of(Use.LAYERS);
      case ENVIRONMENT -> Optional.of(Use.ENVIRONMENT);
      case WORKING_DIRECTORY -> Optional.of(Use.WORKING_DIRECTORY);
      case ENABLE_WRITABLE_FILE_SYSTEM, MOUNTS, NETWORK, USER, GROUP -> Optional.empty();
    };
  }

  /** A set that may be empty, to be changed by its owner. */
  static EnumSet<Part> copyOf(Set<Part> parts) {
    EnumSet<Part> copy = EnumSet.noneOf(Part.class);
    copy.addAll(parts);
    return copy;
  }
}
