package waybill.dialects.tyger.store;

import java.util.Map;

/** Which things are meant: they have all of these tags and none of those. */
public record TagFilter(Map<String, String> with, Map<String, String> without) {}
