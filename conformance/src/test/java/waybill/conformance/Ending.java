package waybill.conformance;

/**
 * What came of a command.
 *
 * @param how {@code exit N} or {@code signal N}
 */
record Ending(String stdout, String stderr, String how) {}
