package waybill.dialects.tyger.access;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import waybill.dialects.tyger.problem.BufferTexts;
import waybill.dialects.tyger.problem.Refusal;
import waybill.files.DurableFile;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Signs and checks access to containers; the key is made once and kept. For any number of threads.
 */
public final class AccessKeys {
  public static final Duration SHORTEST = Duration.ofSeconds(30);

  /** Also what one gets who asks for no time, or for more. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final String VERSION = "0.1.0";
  private static final String READ = "r";
  private static final String WRITE = "cr";
  private static final String ALGORITHM = "SHA256withECDSA";

  /** Signatures that were found right; checking one costs as much as hashing some kilobytes. */
  private static final int MAX_REMEMBERED = 4096;

  private static final int MAX_FILE = 4096;

  /** What a query allows. */
  public enum Access {
    NONE,
    /** It will hold later. */
    EARLY,
    EXPIRED,
    READ,
    /** And reading. */
    WRITE
  }

  private final KeyPair keys;
  private final Map<String, String> remembered = new ConcurrentHashMap<>();

  private AccessKeys(KeyPair keys) {
    this.keys = keys;
  }

  /**
   * Takes the keys from the file, which only its owner can read, or makes them.
   *
   * @throws FailureException when it cannot be read or written, or holds something else
   */
  public static AccessKeys open(Path file) {
    try {
      try {
        return new AccessKeys(parse(Files.readAllBytes(file)));
      } catch (NoSuchFileException e) {
        KeyPair keys = make();
        DurableFile.write(file, text(keys).getBytes(StandardCharsets.US_ASCII));
        return new AccessKeys(keys);
      }
    } catch (IOException e) {
      throw unusable(file, OsReason.of(e));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw Failure.of(FailureCode.STORE_UNREADABLE, file + " does not hold keys for access URLs")
          .withHelp("remove it: new keys are made, and URLs that were given out end")
          .asException();
    }
  }

  private static FailureException unusable(Path file, String why) {
    return Failure.of(
            FailureCode.STORE_UNREADABLE,
            "cannot use the keys for access URLs in " + file + ": " + why)
        .asException();
  }

  private static KeyPair make() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** The private key, then the public one, a line each. */
  private static String text(KeyPair keys) {
    Base64.Encoder base64 = Base64.getEncoder();
    return base64.encodeToString(keys.getPrivate().getEncoded())
        + "\n"
        + base64.encodeToString(keys.getPublic().getEncoded())
        + "\n";
  }

  private static KeyPair parse(byte[] file) throws GeneralSecurityException {
    if (file.length > MAX_FILE) {
      throw new IllegalArgumentException("too long");
    }
    List<String> lines = new String(file, StandardCharsets.US_ASCII).lines().toList();
    if (lines.size() != 2) {
      throw new IllegalArgumentException("not two lines");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    KeyFactory factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(new X509EncodedKeySpec(base64.decode(lines.getLast()))),
        factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.getFirst()))));
  }

  /**
   * The query of a URL, from {@code api-version} on.
   *
   * @param lifetime cut to {@link #LONGEST}
   * @throws Refusal when the lifetime is shorter than {@link #SHORTEST}
   */
  public String query(String container, boolean writable, Instant now, Duration lifetime) {
    if (lifetime.compareTo(SHORTEST) < 0) {
      throw Refusal.invalid(BufferTexts.TTL_TOO_SHORT);
    }
    Instant start = now.truncatedTo(ChronoUnit.SECONDS);
    Duration cut = lifetime.compareTo(LONGEST) < 0 ? lifetime : LONGEST;
    // Whole seconds, and never less than was asked for.
    Instant end = now.plus(cut).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    String rights = writable ? WRITE : READ;
    String signature = sign(signed(VERSION, container, rights, start.toString(), end.toString()));
    return "api-version=1.0&sv="
        + VERSION
        + "&sp="
        + rights
        + "&st="
        + encoded(start.toString())
        + "&se="
        + encoded(end.toString())
        + "&sig="
        + encoded(signature);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String signed(
      String version, String container, String rights, String start, String end) {
    return String.join("\n", version, container, rights, start, end);
  }

  /** What the parameters of a query allow with that container. */
  public Access check(String container, Map<String, String> query, Instant now) {
    String rights = query.getOrDefault("sp", "");
    String start = query.getOrDefault("st", "");
    String end = query.getOrDefault("se", "");
    String text = signed(query.getOrDefault("sv", ""), container, rights, start, end);
    if (!isSigned(text, query.getOrDefault("sig", ""))) {
      return Access.NONE;
    }
    try {
      if (now.isBefore(Instant.parse(start))) {
        return Access.EARLY;
      }
      if (!now.isBefore(Instant.parse(end))) {
        return Access.EXPIRED;
      }
    } catch (DateTimeException e) {
      return Access.NONE;
    }
    return switch (rights) {
      case READ -> Access.READ;
      case WRITE -> Access.WRITE;
      default -> // rights that are never given
          Access.NONE;
    };
  }

  private String sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign an access URL", e);
    }
  }

  private boolean isSigned(String text, String signature) {
    if (signature.equals(remembered.get(text))) {
      return true;
    }
    if (!verify(text, signature)) {
      return false;
    }
    if (remembered.size() >= MAX_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(text, signature);
    return true;
  }

  private boolean verify(String text, String signature) {
    try {
      byte[] bytes = Base64.getDecoder().decode(signature);
      if (!Base64.getEncoder().encodeToString(bytes).equals(signature)) {
        return false; // the last letter has bits that mean nothing: still, it is another one
      }
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(keys.getPublic());
      verifier.update(text.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(bytes);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
