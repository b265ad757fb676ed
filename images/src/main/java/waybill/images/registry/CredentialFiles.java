package waybill.images.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.files.OsReason;
import waybill.images.reference.RegistryReference;
import waybill.images.source.JsonNode;
import waybill.images.source.MalformedException;
import waybill.model.document.SpecObject;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Credentials as other programs left them: Docker's {@code config.json} with its helpers, then the
 * {@code auth.json} of podman and skopeo, which has the same form. Files are read when they are
 * asked for, each time: a login in between counts.
 *
 * <p>A key is a host, an address as Docker wrote it at different times, or, as podman has it
 * (containers-auth.json(5)), a host with a path: a namespace or a repository. The most specific one
 * wins. Helpers are asked for hosts only, and before what is written.
 */
public final class CredentialFiles implements CredentialSource {
  private static final int MAX_FILE = 1 << 20;

  /** What Docker calls its own registry there. */
  private static final List<String> DEFAULT_KEYS =
      List.of("https://index.docker.io/v1/", "index.docker.io", "docker.io");

  private final Map<String, String> environment;

  /** For a process with this environment. */
  public CredentialFiles(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Credentials of(String registry, String repository) throws InterruptedException {
    for (Path file : files()) {
      Credentials found = of(registry, repository, file);
      if (!(found instanceof Credentials.Anonymous)) {
        return found;
      }
    }
    return new Credentials.Anonymous();
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    add(files, "DOCKER_CONFIG", "config.json");
    if (files.isEmpty()) {
      add(files, "HOME", ".docker/config.json");
    }
    add(files, "REGISTRY_AUTH_FILE", "");
    add(files, "XDG_RUNTIME_DIR", "containers/auth.json");
    add(files, "XDG_CONFIG_HOME", "containers/auth.json");
    add(files, "HOME", ".config/containers/auth.json");
    return files;
  }

  private void add(List<Path> files, String variable, String name) {
    String folder = environment.getOrDefault(variable, "");
    if (folder.startsWith("/")) {
      files.add(name.isEmpty() ? Path.of(folder) : Path.of(folder, name));
    }
  }

  private Credentials of(String registry, String repository, Path file)
      throws InterruptedException {
    try {
      Optional<JsonNode> root = read(file);
      return root.isEmpty() ? new Credentials.Anonymous() : of(registry, repository, root.get());
    } catch (MalformedException malformed) {
      throw new FailureException(
          Failure.of(
                  FailureCode.REGISTRY_REFUSED,
                  "cannot use the logins in " + file + ": it " + malformed.getMessage())
              .withHelp("mend that file, or log in again"),
          malformed);
    } catch (IOException unreadable) {
      throw new FailureException(
          Failure.of(
                  FailureCode.REGISTRY_REFUSED,
                  "cannot read the logins in " + file + ": " + OsReason.of(unreadable))
              .withHelp("give this user the right to read it"),
          unreadable);
    }
  }

  private static Optional<JsonNode> read(Path file) throws IOException, MalformedException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE + 1);
      if (bytes.length > MAX_FILE) {
        throw new MalformedException("is larger than 1 MiB");
      }
      // An empty file is what some programs make before the first login.
      return bytes.length == 0 ? Optional.empty() : Optional.of(JsonNode.read(bytes));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private Credentials of(String registry, String repository, JsonNode root)
      throws MalformedException, InterruptedException {
    List<String> keys = keys(registry);
    Optional<JsonNode> helpers = root.member("credHelpers");
    if (helpers.isPresent()) {
      for (String key : keys) {
        Optional<String> helper = helpers.get().text(key);
        if (helper.isPresent()) {
          return new CredentialProgram(helper.get(), environment).get(key);
        }
      }
    }
    Optional<JsonNode> logins = root.member("auths");
    if (logins.isPresent()) {
      Credentials found = ofPath(logins.get(), registry + '/' + repository);
      if (!(found instanceof Credentials.Anonymous)) {
        return found;
      }
    }
    Optional<String> store = root.text("credsStore");
    if (store.isPresent()) {
      Credentials stored = new CredentialProgram(store.get(), environment).get(keys.getFirst());
      if (!(stored instanceof Credentials.Anonymous)) {
        return stored;
      }
    }
    return logins.isEmpty() ? new Credentials.Anonymous() : written(logins.get(), keys);
  }

  private static List<String> keys(String registry) {
    return registry.equals(RegistryReference.DEFAULT_REGISTRY) ? DEFAULT_KEYS : List.of(registry);
  }

  /** By the repository itself, then by what it lies in, up to the host's own, exclusive. */
  private static Credentials ofPath(JsonNode logins, String repository) throws MalformedException {
    for (String key = repository; key.indexOf('/') > 0; key = parent(key)) {
      Optional<JsonNode> login = logins.member(key);
      if (login.isPresent()) {
        Credentials found = written(login.get());
        if (!(found instanceof Credentials.Anonymous)) {
          return found;
        }
      }
    }
    return new Credentials.Anonymous();
  }

  private static String parent(String key) {
    return key.substring(0, key.lastIndexOf('/'));
  }

  /** Keys are hosts, or addresses of them as programs wrote them at different times. */
  private static Credentials written(JsonNode logins, List<String> keys) throws MalformedException {
    for (String key : keys) {
      for (SpecObject.Member member : logins.members()) {
        if (member.key().equals(key) || hostOf(member.key()).equals(key)) {
          Credentials found = written(new JsonNode(member.value(), "auths." + member.key()));
          if (!(found instanceof Credentials.Anonymous)) {
            return found;
          }
        }
      }
    }
    return new Credentials.Anonymous();
  }

  /** Of an address. Without a scheme a path belongs to the key: it is not for the whole host. */
  private static String hostOf(String key) {
    for (String scheme : List.of("https://", "http://")) {
      if (key.startsWith(scheme)) {
        int end = key.indexOf('/', scheme.length());
        return key.substring(scheme.length(), end < 0 ? key.length() : end);
      }
    }
    return key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
  }

  private static Credentials written(JsonNode login) throws MalformedException {
    Optional<String> identity = login.text("identitytoken");
    if (identity.isPresent()) {
      return new Credentials.IdentityToken(identity.get());
    }
    Optional<String> registry = login.text("registrytoken");
    if (registry.isPresent()) {
      return new Credentials.RegistryToken(registry.get());
    }
    Optional<String> pair = login.text("auth");
    if (pair.isEmpty()) {
      Optional<String> user = login.text("username");
      Optional<String> secret = login.text("password");
      return user.isPresent() && secret.isPresent()
          ? new Credentials.Password(user.get(), secret.get())
          : new Credentials.Anonymous();
    }
    String text;
    try {
      text = new String(Base64.getDecoder().decode(pair.get().strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException damaged) {
      throw new MalformedException("has an `auth` in `" + login.where() + "` that is not base 64");
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new MalformedException("has an `auth` in `" + login.where() + "` without a colon");
    }
    return new Credentials.Password(text.substring(0, colon), text.substring(colon + 1));
  }
}
