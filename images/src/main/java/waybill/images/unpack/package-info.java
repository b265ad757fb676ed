/**
 * From an archive to a layer in the store. Read {@link waybill.images.unpack.LayerInstaller} first.
 * Archives are hostile until they have been read to their end and their digests are right. Nothing
 * here writes a file of a layer: that is the business of an {@link waybill.images.unpack.Unpacker}.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.unpack;
