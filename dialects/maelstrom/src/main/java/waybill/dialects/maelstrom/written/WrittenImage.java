package waybill.dialects.maelstrom.written;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import waybill.model.document.Span;

/**
 * An image and what of it the job uses.
 *
 * @param name as written, its grammar not yet looked at
 * @param nameSpan of the name
 * @param use at least one
 */
public record WrittenImage(String name, Span nameSpan, Set<Use> use) {

  /** A part of an image. */
  public enum Use {
    LAYERS,
    ENVIRONMENT,
    WORKING_DIRECTORY;

    /** As the author writes it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public WrittenImage {
    use = Collections.unmodifiableSet(EnumSet.copyOf(use));
  }

  /** Whether the job uses that part. */
  public boolean uses(Use part) {
    return use.contains(part);
  }
}
