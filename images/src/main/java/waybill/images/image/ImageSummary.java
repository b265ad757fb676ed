package waybill.images.image;

import java.time.Instant;

/**
 * A line of the list of images that are here.
 *
 * @param name as it was asked for, with its defaults written out
 * @param digest that the name leads to
 * @param layers how many
 * @param bytes of the layers as they were stored where they came from, mostly compressed
 * @param since when it came here
 */
public record ImageSummary(String name, String digest, int layers, long bytes, Instant since) {}
