package waybill.images.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the certificates are that only some registries need.
 *
 * @param folders like Docker's {@code certs.d}: each may hold a folder for a registry, {@code
 *     host[:port]}, in which {@code *.crt} are authorities to trust, and {@code *.cert} with {@code
 *     *.key} show the registry who we are
 * @param authorities files with authorities to trust, by registry
 */
public record CertificateFiles(List<Path> folders, Map<String, List<Path>> authorities) {

  /** None: this machine's own authorities alone are trusted. */
  public static final CertificateFiles NONE = new CertificateFiles(List.of(), Map.of());

  public CertificateFiles {
    folders = List.copyOf(folders);
    authorities = Map.copyOf(authorities);
  }

  /** The same, and the folders of podman and Docker, of a process with this environment. */
  public CertificateFiles withFoldersOf(Map<String, String> environment) {
    List<Path> all = new ArrayList<>(folders);
    String home = environment.getOrDefault("HOME", "");
    if (home.startsWith("/")) {
      all.add(Path.of(home, ".config/containers/certs.d"));
    }
    all.add(Path.of("/etc/containers/certs.d"));
    all.add(Path.of("/etc/docker/certs.d"));
    return new CertificateFiles(all, authorities);
  }

  /** The same, and another file for a registry. */
  public CertificateFiles with(String registry, Path file) {
    Map<String, List<Path>> more = new HashMap<>(authorities);
    List<Path> files = new ArrayList<>(more.getOrDefault(registry, List.of()));
    files.add(file);
    more.put(registry, List.copyOf(files));
    return new CertificateFiles(folders, more);
  }
}
