package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.images.unpack.Hashing;

/** Java and the launcher agree, whoever of them calculates. */
class LocalHashingTest {
  private static final Path LAUNCHER =
      Path.of("..", "..", "sandbox", "target", "launcher", "waybill-launcher")
          .toAbsolutePath()
          .normalize();

  private static String digest(Hashing hashing, byte[] bytes, int step) {
    try (Hashing.Hash hash = hashing.begin()) {
      for (int at = 0; at < bytes.length; at += step) {
        hash.update(bytes, at, Math.min(step, bytes.length - at));
      }
      return hash.digest();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "100000, 4096",
    "131071, 131071",
    "131072, 131072",
    "131073, 131073",
    "131073, 65536",
    "1000000, 1000",
    "1000000, 65537",
    "1000000, 1000000"
  })
  void bytesOfAllSizesHaveTheirDigest(int size, int step) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    assertThat(digest(LocalSettings.hashing(LAUNCHER), bytes, step))
        .isEqualTo(digest(Hashing.inJava(), bytes, size + 1));
  }
}
