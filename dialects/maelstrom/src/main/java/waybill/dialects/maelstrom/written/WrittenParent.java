package waybill.dialects.maelstrom.written;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import waybill.model.document.Span;

/**
 * What a container builds on.
 *
 * @param name of an image or of a container
 * @param nameSpan of the name
 * @param use the parts that come from it; may be empty
 * @param explicit whether the author said which
 */
record WrittenParent(Kind kind, String name, Span nameSpan, Set<Part> use, boolean explicit) {

  /** What it is. */
  enum Kind {
    IMAGE("image"),
    CONTAINER("parent");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** All that such a parent can give. */
    Set<Part> parts() {
      return this == IMAGE
          ? EnumSet.of(Part.LAYERS, Part.ENVIRONMENT, Part.WORKING_DIRECTORY)
          : EnumSet.allOf(Part.class);
    }

    /** The field that names it. */
    String field() {
      return field;
    }
  }

  WrittenParent {
    use = Collections.unmodifiableSet(Part.copyOf(use));
  }

  /** Whether the author himself asked for that part. */
  boolean usesExplicitly(Part part) {
    return explicit && use.contains(part);
  }

  /** The same without some parts. */
  WrittenParent without(Set<Part> parts) {
    Set<Part> rest = Part.copyOf(use);
    rest.removeAll(parts);
    return new WrittenParent(kind, name, nameSpan, rest, explicit);
  }
}
