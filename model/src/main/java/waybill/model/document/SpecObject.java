package waybill.model.document;

import java.util.List;
import java.util.Optional;

/**
 * An object (JSON) or mapping (YAML).
 *
 * @param members in written order; a key stands here twice only if the reader was told to keep
 *     repeated keys
 */
public record SpecObject(List<Member> members, Span span) implements SpecValue {
  public SpecObject {
    members = List.copyOf(members);
  }

  /**
   * A key and its value.
   *
   * @param key with escapes resolved
   * @param keySpan of the key, quotes included
   */
  public record Member(String key, Span keySpan, SpecValue value) {}

  /** The member of that key; of repeated ones the last. Looks at every member. */
  public Optional<Member> member(String key) {
    for (int i = members.size() - 1; i >= 0; i--) {
      if (members.get(i).key().equals(key)) {
        return Optional.of(members.get(i));
      }
    }
    return Optional.empty();
  }
}
