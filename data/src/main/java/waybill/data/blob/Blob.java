package waybill.data.blob;

import java.util.Map;

/**
 * What is known of a blob without its content.
 *
 * @param size bytes
 * @param md5 of the content, in base64, as {@code Content-MD5} has it
 * @param metadata short texts by names, as they were given
 */
public record Blob(long size, String md5, Map<String, String> metadata) {}
