package waybill.model.reader;

/**
 * What a reader of YAML takes for what.
 *
 * @param merges whether the key {@code <<} brings in the members of other mappings
 * @param repeatedKeys whether a mapping may hold a key twice
 * @param firstOnly whether whatever follows the first document is left unread
 */
record YamlOptions(ScalarRules rules, boolean merges, boolean repeatedKeys, boolean firstOnly) {
  static final YamlOptions CORE = new YamlOptions(CoreScalars.RULES, false, false, false);
}
