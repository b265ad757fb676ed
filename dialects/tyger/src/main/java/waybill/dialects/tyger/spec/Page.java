package waybill.dialects.tyger.spec;

import java.util.List;
import java.util.Optional;

/**
 * Some of many things.
 *
 * @param next where to go on, opaque; empty when there is no more
 */
public record Page<T>(List<T> items, Optional<String> next) {}
