package waybill.dialects.tyger.spec;

import java.time.Instant;

/** A version of a named codespec; immutable for ever. */
public record StoredCodespec(String name, int version, Instant createdAt, Codespec codespec) {}
