package waybill.images.source;

/**
 * A layer of an image, and where its archive is.
 *
 * @param diffId digest of the archive without compression
 * @param blob digest of the archive as it is stored, or empty where nobody said
 * @param size of the archive as it is stored, in bytes
 * @param place where its source finds it
 */
public record ImageLayer(String diffId, String blob, long size, String place) {}
