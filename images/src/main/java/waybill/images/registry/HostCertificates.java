package waybill.images.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * What its user or this machine's owner gave us for one registry.
 *
 * @param authorities to be trusted there beside the machine's own
 * @param identities to show it, the first that it takes
 */
record HostCertificates(List<X509Certificate> authorities, List<Identity> identities) {
  private static final int MAX_FILE = 1 << 20;
  private static final int MAX_FILES = 1000;
  private static final String CERTIFICATE = ".cert";
  private static final String KEY = ".key";

  /** A certificate of ours, those that vouch for it, and its key. */
  record Identity(List<X509Certificate> chain, PrivateKey key) {}

  boolean isEmpty() {
    return authorities.isEmpty() && identities.isEmpty();
  }

  /**
   * Reads those for a registry.
   *
   * @param names what the registry is called in files: {@code host[:port]}
   * @throws FailureException naming the file that is damaged or cannot be read
   */
  static HostCertificates read(CertificateFiles files, List<String> names) {
    var found = new HostCertificates(new ArrayList<>(), new ArrayList<>());
    for (String name : names) {
      for (Path file : files.authorities().getOrDefault(name, List.of())) {
        found.authorities.addAll(certificates(file));
      }
      for (Path folder : files.folders()) {
        found.add(folder.resolve(name));
      }
    }
    return found;
  }

  private void add(Path folder) {
    for (Path file : list(folder)) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(".crt")) {
        authorities.addAll(certificates(file));
      } else if (name.endsWith(CERTIFICATE)) {
        identities.add(identity(file, sibling(file, CERTIFICATE, KEY)));
      } else if (name.endsWith(KEY)) {
        Path certificate = sibling(file, KEY, CERTIFICATE);
        if (!Files.exists(certificate)) {
          throw bad(file, "its certificate " + certificate.getFileName() + " is missing beside it");
        }
      }
    }
  }

  private static Path sibling(Path file, String ending, String other) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
  }

  /** In the order of their names. A folder that is not for us to look into is not ours. */
  private static List<Path> list(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (files.size() == MAX_FILES) {
          throw bad(folder, "it has more than " + MAX_FILES + " files");
        }
        files.add(entry);
      }
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw bad(folder, OsReason.of(unreadable));
    }
    Collections.sort(files);
    return files;
  }

  private static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (var each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(file)))) {
        certificates.add((X509Certificate) each);
      }
    } catch (GeneralSecurityException damaged) {
      throw bad(file, "it is not a certificate in PEM or DER");
    }
    if (certificates.isEmpty()) {
      throw bad(file, "it holds no certificate");
    }
    return certificates;
  }

  private static Identity identity(Path certificate, Path key) {
    if (!Files.exists(key)) {
      throw bad(
          certificate,
          "its key "
              + key.getFileName()
              + " is missing beside it (an authority's file ends in .crt)");
    }
    List<X509Certificate> chain = certificates(certificate);
    try {
      return new Identity(chain, PemKey.read(bytes(key), chain.getFirst().getPublicKey()));
    } catch (GeneralSecurityException damaged) {
      throw bad(key, String.valueOf(damaged.getMessage()));
    }
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE + 1);
      if (bytes.length > MAX_FILE) {
        throw bad(file, "it is larger than 1 MiB");
      }
      return bytes;
    } catch (IOException unreadable) {
      throw bad(file, OsReason.of(unreadable));
    }
  }

  /** Never with a cause: it could show a part of a key. */
  private static FailureException bad(Path file, String reason) {
    return Failure.of(
            FailureCode.REGISTRY_REFUSED, "cannot use " + file + " for its registry: " + reason)
        .withHelp("mend or remove it")
        .asException();
  }
}
