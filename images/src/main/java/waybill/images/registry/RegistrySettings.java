package waybill.images.registry;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What its user configured about registries.
 *
 * @param mirrors for a registry, which others to ask first, in this order: {@code host[:port]},
 *     with a path behind it where the mirror keeps that registry under one
 * @param plainHttp registries and mirrors, {@code host[:port]}, that are spoken to without TLS
 */
public record RegistrySettings(
    Map<String, List<String>> mirrors, Set<String> plainHttp, Patience patience) {
  public RegistrySettings {
    mirrors = Map.copyOf(mirrors);
    plainHttp = Set.copyOf(plainHttp);
  }

  /** No mirrors, TLS everywhere. */
  public static final RegistrySettings DEFAULT =
      new RegistrySettings(Map.of(), Set.of(), Patience.DEFAULT);
}
