package waybill.dialects.bacalhau.spec;

import java.util.OptionalLong;

/**
 * What a task needs, and may not exceed.
 *
 * @param cpuMillis thousandths of a processor, 1 or more
 * @param memoryBytes 1 or more
 * @param diskBytes what it may write into its root; empty where nothing was said
 * @param gpus 0 or more, all its own
 * @param assumed whether nobody wrote CPU and memory: then they are what is meant where they can be
 *     had, and nothing that must be
 */
public record Resources(
    long cpuMillis, long memoryBytes, OptionalLong diskBytes, int gpus, boolean assumed) {}
