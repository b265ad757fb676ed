/**
 * Reading tar archives that anybody may have made: {@link waybill.images.archive.TarReader} gives
 * their entries one by one, {@link waybill.images.archive.Decompression} takes their compression
 * off. Everything is bounded, and whatever the bytes are, the only exception of this package's own
 * is {@link waybill.images.archive.ArchiveException}. What becomes of the entries is not known
 * here.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.archive;
