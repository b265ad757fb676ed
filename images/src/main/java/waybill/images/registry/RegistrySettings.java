package waybill.images.registry;

import java.net.ProxySelector;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What its user configured about registries.
 *
 * @param mirrors for a registry, which others to ask first, in this order: {@code host[:port]},
 *     with a path behind it where the mirror keeps that registry under one
 * @param plainHttp registries and mirrors, {@code host[:port]}, that are spoken to without TLS
 * @param certificates of those that are spoken to by TLS
 * @param files certificates that only some of them need
 * @param proxies on the way to them
 */
public record RegistrySettings(
    Map<String, List<String>> mirrors,
    Set<String> plainHttp,
    Certificates certificates,
    CertificateFiles files,
    ProxySelector proxies,
    Patience patience) {

  /** Who is taken for a registry. */
  public enum Certificates {
    /** Whose certificate this machine trusts, and which names the host. */
    CHECKED,
    /** Anybody who answers: for a registry in a laboratory, and dangerous everywhere else. */
    ANY
  }

  public RegistrySettings {
    mirrors = Map.copyOf(mirrors);
    plainHttp = Set.copyOf(plainHttp);
  }

  /** Whether a text can be the name of a registry: {@code host[:port]}. */
  public static boolean isRegistry(String text) {
    return Endpoint.isHost(text, "a");
  }

  /** Whether a text can be the name of a mirror: {@code host[:port][/path]}. */
  public static boolean isMirror(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return isRegistry(text);
    }
    String path = text.substring(slash);
    return Endpoint.isHost(text.substring(0, slash), path.substring(1) + "/a")
        && !path.endsWith("/")
        && !path.contains("//")
        && path.indexOf('?') < 0
        && path.indexOf('#') < 0;
  }

  /** With certificates that are checked, and no proxy. */
  public RegistrySettings(
      Map<String, List<String>> mirrors, Set<String> plainHttp, Patience patience) {
    this(
        mirrors,
        plainHttp,
        Certificates.CHECKED,
        CertificateFiles.NONE,
        new ProxyVariables(Map.of()),
        patience);
  }

  /** The same, but for whose certificates are taken. */
  public RegistrySettings with(Certificates taken) {
    return new RegistrySettings(mirrors, plainHttp, taken, files, proxies, patience);
  }

  /** The same with other files of certificates. */
  public RegistrySettings with(CertificateFiles others) {
    return new RegistrySettings(mirrors, plainHttp, certificates, others, proxies, patience);
  }

  /** The same through other proxies. */
  public RegistrySettings with(ProxySelector others) {
    return new RegistrySettings(mirrors, plainHttp, certificates, files, others, patience);
  }

  /** No mirrors, TLS everywhere. */
  public static final RegistrySettings DEFAULT =
      new RegistrySettings(Map.of(), Set.of(), Patience.DEFAULT);
}
