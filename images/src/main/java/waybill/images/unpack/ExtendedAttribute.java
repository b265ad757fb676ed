package waybill.images.unpack;

/**
 * An extended attribute of a file.
 *
 * @param name with its name space, for example {@code security.capability}
 * @param value any bytes; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying would cost
public record ExtendedAttribute(String name, byte[] value) {}
