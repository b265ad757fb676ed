package waybill.images.unpack;

import java.util.List;

/**
 * What an archive says about an entry besides its name and kind.
 *
 * @param user owner, 0 to 2^32-2
 * @param group 0 to 2^32-2
 * @param mode permission bits with the set-id and sticky ones, 0 to 07777
 * @param modifiedSeconds since 1970
 * @param modifiedNanos 0 to 999,999,999
 */
public record EntryAttributes(
    long user,
    long group,
    int mode,
    long modifiedSeconds,
    int modifiedNanos,
    List<ExtendedAttribute> extended) {
  public EntryAttributes {
    extended = List.copyOf(extended);
  }
}
