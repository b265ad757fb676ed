/**
 * Blobs in containers, each written once and never changed. Read {@link
 * waybill.data.blob.BlobStore} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.data.blob;
