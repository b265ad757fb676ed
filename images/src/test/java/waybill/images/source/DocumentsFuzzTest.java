package waybill.images.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DocumentsFuzzTest {

  @Test
  void damagedDocumentsAreReadOrRefusedInWords() {
    TestImage image = TestImage.of("fuzz", 3);
    Descriptor index =
        image.index(
            TestImage.entry(image.manifest(), "linux", "amd64"),
            TestImage.named(image.manifest(), "x"));
    Random random = new Random(11);
    int refused = 0;
    for (Descriptor document : new Descriptor[] {image.manifest(), image.config(), index}) {
      for (int round = 0; round < 3000; round++) {
        byte[] good = image.blob(document.digest());
        byte[] bad =
            Arrays.copyOf(good, random.nextInt(6) == 0 ? random.nextInt(good.length) : good.length);
        for (int i = random.nextInt(4); i >= 0 && bad.length > 0; i--) {
          bad[random.nextInt(bad.length)] = good[random.nextInt(good.length)];
        }
        try {
          if (document.equals(image.config())) {
            assertThat(ImageConfig.read(bad, 3).diffIds()).hasSize(3);
          } else {
            assertThat(Manifest.read(bad)).isNotNull();
          }
        } catch (MalformedException told) {
          assertThat(told.getMessage()).isNotEmpty();
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(3000);
  }
}
