package waybill.dialects.bacalhau.run;

/**
 * What this machine has for tasks.
 *
 * @param cpuMillis thousandths of a processor
 * @param gpus whole devices
 */
public record NodeCapacity(long cpuMillis, long memoryBytes, long diskBytes, int gpus) {}
