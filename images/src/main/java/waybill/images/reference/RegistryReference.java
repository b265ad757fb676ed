package waybill.images.reference;

import java.util.Optional;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * Which image of which registry.
 *
 * @param written as its author wrote it
 * @param registry host, with a port where one was written; {@code docker.io} when none was
 * @param repository path and name in the registry
 * @param tag as written; {@link #identifier} knows the default
 * @param digest as written; it wins over the tag
 */
public record RegistryReference(
    String written,
    String registry,
    String repository,
    Optional<String> tag,
    Optional<String> digest) {

  /** The registry of references that name none. */
  public static final String DEFAULT_REGISTRY = "docker.io";

  /** An older name of the same. */
  private static final String INDEX = "index.docker.io";

  /** Where that registry keeps images whose names have one part only. */
  private static final String LIBRARY = "library/";

  private static final String DEFAULT_TAG = "latest";

  // The limits of the distribution specification and of Docker's reference grammar.
  private static final int MAX_REPOSITORY = 255;
  private static final int MAX_TAG = 128;
  private static final int HEX_DIGITS = 64;

  /** The scheme of digests, the only one that registries are asked for. */
  private static final String SHA_256 = "sha256:";

  /**
   * Reads {@code [host[:port]/][path/]name[:tag][@digest]}.
   *
   * @throws waybill.model.failure.FailureException when it is none, naming the first character that
   *     does not belong there
   */
  public static RegistryReference parse(String written) {
    ReferenceGrammar grammar = new ReferenceGrammar(written);
    int stop = grammar.check();
    if (stop >= 0) {
      throw ImageName.bad(written, stop);
    }
    return from(written, grammar);
  }

  static RegistryReference from(String written, ReferenceGrammar grammar) {
    String name = grammar.name();
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    String registry = host ? first : DEFAULT_REGISTRY;
    String repository = host ? name.substring(slash + 1) : name;
    if (registry.equals(INDEX)) {
      registry = DEFAULT_REGISTRY;
    }
    if (registry.equals(DEFAULT_REGISTRY) && repository.indexOf('/') < 0) {
      repository = LIBRARY + repository;
    }
    return new RegistryReference(
        written, registry, repository, text(grammar.tag()), text(grammar.digest()));
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** What to ask the registry for: the digest, else the tag, else {@code latest}. */
  public String identifier() {
    return digest.orElseGet(() -> tag.orElse(DEFAULT_TAG));
  }

  /** The same image by what its registry said the tag is now. */
  public RegistryReference at(String otherDigest) {
    return new RegistryReference(written, registry, repository, tag, Optional.of(otherDigest));
  }

  /** The whole reference: two that mean the same have the same. */
  public String canonical() {
    String base = registry + '/' + repository;
    if (digest.isPresent()) {
      return base + '@' + digest.get();
    }
    return base + ':' + (tag.isPresent() ? tag.get() : DEFAULT_TAG);
  }

  /**
   * Refuses what no registry can have, by the grammar of the distribution specification.
   *
   * @throws waybill.model.failure.FailureException {@code SPEC_INVALID}
   */
  public void check() {
    if (!isHost(registry)) {
      throw bad("`" + registry + "` is not the name of a host");
    }
    if (repository.length() > MAX_REPOSITORY) {
      throw bad("the name is longer than " + MAX_REPOSITORY + " characters");
    }
    for (int start = 0; start <= repository.length(); ) {
      int slash = repository.indexOf('/', start);
      int end = slash < 0 ? repository.length() : slash;
      if (!isComponent(repository, start, end)) {
        throw bad(
            "`"
                + repository.substring(start, end)
                + "` is not a name of lower-case letters and digits, joined by `.`, `_`, `__` or `-`");
      }
      start = end + 1;
    }
    if (tag.isPresent() && !isTag(tag.get())) {
      throw bad(
          "`" + tag.get() + "` is not a tag of at most 128 letters, digits, `_`, `.` and `-`");
    }
    if (digest.isPresent() && !isDigest(digest.get())) {
      throw bad("`" + digest.get() + "` is not `sha256:` and 64 hexadecimal digits");
    }
  }

  /** Whether a text is {@code sha256:} and 64 lower-case hexadecimal digits. */
  public static boolean isDigest(String text) {
    if (!text.startsWith(SHA_256) || text.length() != SHA_256.length() + HEX_DIGITS) {
      return false;
    }
    for (int i = SHA_256.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDigit(c) && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean inside = i > 0 && i < text.length() - 1 && (c == '.' || c == '-' || c == ':');
      if (!isDigit(c) && !isLetter(c) && !inside) {
        return false;
      }
    }
    return true;
  }

  private static boolean isComponent(String text, int start, int end) {
    int separators = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (isDigit(c) || isLower(c)) {
        separators = 0;
        continue;
      }
      boolean again = separators > 0 && text.charAt(i - 1) == c;
      boolean joins =
          switch (c) {
            case '.' -> separators == 0;
            case '_' -> separators == 0 || (again && separators == 1);
            case '-' -> separators == 0 || again;
            default -> false; // any other character
          };
      if (!joins || i == start) {
        return false;
      }
      separators++;
    }
    return end > start && separators == 0;
  }

  private static boolean isTag(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean inside = i > 0 && (c == '.' || c == '-');
      if (!isDigit(c) && !isLetter(c) && c != '_' && !inside) {
        return false;
      }
    }
    return text.length() <= MAX_TAG;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private RuntimeException bad(String reason) {
    return Failure.of(
            FailureCode.SPEC_INVALID, "no registry can have the image `" + written + "`: " + reason)
        .asException();
  }
}
