package waybill.images.registry;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * Reads the private key of a certificate: the text form of RFC 7468, in PKCS #8 (RFC 5208) or in
 * the older forms for RSA and elliptic curves alone, which lack the name of the algorithm. The JDK
 * reads the first of them only.
 */
final class PemKey {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";
  private static final String LABEL = "PRIVATE KEY";

  // Tags of the distinguished encoding rules, X.690.
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int LONG_FORM = 0x80;

  private PemKey() {}

  /**
   * Reads it.
   *
   * @param certified of the certificate; the key must be its other half
   * @throws GeneralSecurityException whose message goes on after the file's name
   */
  static PrivateKey read(byte[] file, PublicKey certified) throws GeneralSecurityException {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int label = text.indexOf(LABEL + DASHES);
    int begin = label < 0 ? -1 : text.lastIndexOf(BEGIN, label);
    int end = begin < 0 ? -1 : text.indexOf(DASHES + "END ", label);
    if (end < 0) {
      throw new InvalidKeyException("it holds no private key in PEM");
    }
    String kind = text.substring(begin + BEGIN.length(), label).strip();
    String body = text.substring(label + LABEL.length() + DASHES.length(), end);
    if (kind.equals("ENCRYPTED") || body.contains("ENCRYPTED")) {
      throw new InvalidKeyException("it is encrypted, and nobody is there to ask for its password");
    }
    PrivateKey key;
    try {
      byte[] der = Base64.getMimeDecoder().decode(body);
      byte[] whole = kind.isEmpty() ? der : withAlgorithm(der, certified.getEncoded());
      key =
          KeyFactory.getInstance(certified.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(whole));
    } catch (GeneralSecurityException | IllegalArgumentException damaged) {
      throw new InvalidKeyException("its private key is damaged, or of another algorithm");
    }
    if (!isPair(key, certified)) {
      throw new InvalidKeyException("it is not the key of the certificate beside it");
    }
    return key;
  }

  private static boolean isPair(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (certified.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> certified.getAlgorithm(); // Ed25519 and the like name their hash themselves
        };
    byte[] probe = {1};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(probe);
    return signature.verify(signed);
  }

  /**
   * The same key in PKCS #8. The algorithm, with its curve, is what the certificate says: its
   * public key is a sequence that begins with it.
   */
  private static byte[] withAlgorithm(byte[] key, byte[] certified) {
    int outer = start(certified, 0);
    int end = start(certified, outer) + length(certified, outer);
    byte[] algorithm = java.util.Arrays.copyOfRange(certified, outer, end);
    return element(SEQUENCE, element(INTEGER, new byte[1]), algorithm, element(OCTETS, key));
  }

  /** Where the content of the element at that place begins. */
  private static int start(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < LONG_FORM ? 0 : length - LONG_FORM);
  }

  private static int length(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    if (length < LONG_FORM) {
      return length;
    }
    int whole = 0;
    for (int i = at + 2; i < start(der, at); i++) {
      whole = (whole << Byte.SIZE) | (der[i] & 0xff);
    }
    return whole;
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    // Always with a length of four bytes: shorter ones are the encoder's choice, not the reader's.
    byte[] element = new byte[6 + length];
    element[0] = (byte) tag;
    element[1] = (byte) (LONG_FORM + Integer.BYTES);
    for (int i = 0; i < Integer.BYTES; i++) {
      element[2 + i] = (byte) (length >> (Byte.SIZE * (Integer.BYTES - 1 - i)));
    }
    int at = 6;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, element, at, part.length);
      at += part.length;
    }
    return element;
  }
}
