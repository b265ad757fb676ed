package waybill.engine.store;

import java.nio.file.Path;

/**
 * A submission that is about to be remembered.
 *
 * @param kind of what was submitted, one word
 * @param name what its author calls it
 * @param nativeId the id by which the language's own tool knows it; unique
 * @param directory the caller's, absolute
 * @param secrets what must never be stored or shown in clear; more may be added later
 */
public record NewRun(String kind, String name, String nativeId, Path directory, Secrets secrets) {}
