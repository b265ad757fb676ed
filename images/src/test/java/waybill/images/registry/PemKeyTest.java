package waybill.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.testing.Needs;

class PemKeyTest {
  @TempDir private Path folder;

  private static KeyPair pair(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("RSA")) {
      generator.initialize(2048); // the least that is still taken, and the fastest to find
    }
    return generator.generateKeyPair();
  }

  private static String text(KeyPair pair) {
    return "some words before it\n-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void aKeyIsReadInTheFormOfToday(String algorithm) throws Exception {
    KeyPair pair = pair(algorithm);
    assertThat(PemKey.read(bytes(text(pair)), pair.getPublic()).getEncoded())
        .isEqualTo(pair.getPrivate().getEncoded());
  }

  @ParameterizedTest
  @CsvSource({"RSA, BEGIN RSA PRIVATE KEY", "EC, BEGIN EC PRIVATE KEY"})
  void aKeyIsReadInTheFormOfItsAlgorithmAlone(String algorithm, String label) throws Exception {
    KeyPair pair = pair(algorithm);
    Path key = Files.writeString(folder.resolve("key"), text(pair));
    Path older = folder.resolve("older");
    Process openssl =
        new ProcessBuilder(
                Needs.program("openssl").toString(),
                "pkey",
                "-traditional",
                "-in",
                key.toString(),
                "-out",
                older.toString())
            .start();
    assertThat(openssl.waitFor()).isZero();
    assertThat(older).content().contains(label);
    assertThat(PemKey.read(Files.readAllBytes(older), pair.getPublic()).getAlgorithm())
        .as("it was compared with its other half")
        .isEqualTo(algorithm);
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    byte[] key = bytes(text(pair("EC")));
    for (String other : new String[] {"EC", "RSA"}) {
      KeyPair pair = pair(other);
      assertThatThrownBy(() -> PemKey.read(key, pair.getPublic()))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageMatching(".*(beside it|of another algorithm)");
    }
  }

  @Test
  void everyBeginningOfAFileIsRefusedWithAReason() throws Exception {
    KeyPair pair = pair("EC");
    String whole = text(pair);
    for (String label : new String[] {"", "EC ", "RSA "}) {
      String text = whole.replace("PRIVATE KEY", label + "PRIVATE KEY");
      for (int length = 0; length < whole.indexOf("-----END"); length += 7) {
        String part = text.substring(0, length) + "\n-----END PRIVATE KEY-----\n";
        assertThatThrownBy(() -> PemKey.read(bytes(part), pair.getPublic()))
            .isInstanceOf(InvalidKeyException.class);
      }
    }
  }
}
