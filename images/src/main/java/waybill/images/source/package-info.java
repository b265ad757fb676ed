/**
 * What images are made of, and images that lie in files. Read {@link
 * waybill.images.source.ImageSource} first, then {@link waybill.images.source.OciDocuments}, which
 * finds the way from an index to the layers. Everything read here is hostile until its digest is
 * right, and bounded all the same. Nothing here knows the network or the stores.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.source;
