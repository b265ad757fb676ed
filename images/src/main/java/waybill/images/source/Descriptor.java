package waybill.images.source;

/**
 * What one document says of another one, or of a layer.
 *
 * @param mediaType as written; may be empty
 * @param digest {@code sha256:} and 64 lower-case hexadecimal digits
 * @param size in bytes, 0 or more
 */
public record Descriptor(String mediaType, String digest, long size) {}
