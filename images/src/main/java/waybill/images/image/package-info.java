/**
 * The one door to images for all who run tasks: {@link waybill.images.image.Images}. Read it first.
 * It brings together where images come from (packages registry and source), what is kept of them
 * ({@link waybill.images.image.BlobStore}, {@link waybill.images.image.ImageRecords}) and who makes
 * layers of their archives. No archive is read here, and nothing is unpacked here.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.image;
