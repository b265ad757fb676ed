package waybill.images.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.images.reference.RegistryReference;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * Where a repository is asked for: its registry, or a mirror of it.
 *
 * @param host with a port where one was written, as people know it
 * @param base for example {@code https://registry-1.docker.io/v2/library/busybox/}
 * @param repository as this host calls it
 * @param mirror whether there is another one to ask after it
 */
record Endpoint(String host, URI base, String repository, boolean mirror) {

  private static final int MAX_PORT = 0xFFFF;

  /** What answers for the default registry. */
  private static final String DEFAULT_HOST = "registry-1.docker.io";

  /** All that may be asked for a reference, the registry itself last. */
  static List<Endpoint> of(RegistryReference reference, RegistrySettings settings) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String mirror : settings.mirrors().getOrDefault(reference.registry(), List.of())) {
      int slash = mirror.indexOf('/');
      String host = slash < 0 ? mirror : mirror.substring(0, slash);
      String prefix = slash < 0 ? "" : mirror.substring(slash + 1) + '/';
      endpoints.add(of(host, host, prefix + reference.repository(), true, settings));
    }
    String registry = reference.registry();
    String host = registry.equals(RegistryReference.DEFAULT_REGISTRY) ? DEFAULT_HOST : registry;
    endpoints.add(of(registry, host, reference.repository(), false, settings));
    return endpoints;
  }

  /** By what else people know the host of an address. */
  static Optional<String> otherName(String host) {
    return host.equals(DEFAULT_HOST)
        ? Optional.of(RegistryReference.DEFAULT_REGISTRY)
        : Optional.empty();
  }

  private static Endpoint of(
      String name, String host, String repository, boolean mirror, RegistrySettings settings) {
    String scheme = settings.plainHttp().contains(name) ? "http" : "https";
    Optional<URI> base = base(scheme, host, repository);
    if (base.isPresent()) {
      return new Endpoint(name, base.get(), repository, mirror);
    }
    throw Failure.of(
            FailureCode.SPEC_INVALID,
            "`"
                + Words.foreign(name)
                + "` is not the name of a "
                + (mirror ? "mirror" : "registry"))
        .withHelp("write it as host or host:port")
        .asException();
  }

  /** Whether a text is {@code host[:port]}, to be asked for a repository that is called so. */
  static boolean isHost(String host, String repository) {
    return base("https", host, repository).isPresent();
  }

  private static Optional<URI> base(String scheme, String host, String repository) {
    try {
      URI base = new URI(scheme + "://" + host + "/v2/" + repository + '/');
      // All of it: what stands before an @ is a user, and behind a ? it would be no host at all.
      boolean whole = host.equals(base.getRawAuthority()) && base.getUserInfo() == null;
      return whole && isOfHost(base) && !host.endsWith(":") ? Optional.of(base) : Optional.empty();
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }

  /** Whether an address has a host that can be connected to. */
  static boolean isOfHost(URI address) {
    return address.getHost() != null && address.getPort() <= MAX_PORT && address.getPort() != 0;
  }

  /** The address of something of the repository, for example {@code blobs/sha256:…}. */
  URI at(String what) {
    return URI.create(base + what);
  }

  /** What a token must be good for. */
  String scope() {
    return "repository:" + repository + ":pull";
  }
}
