package waybill.dialects.tyger.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlobNamesTest {

  @ParameterizedTest
  @CsvSource({
    "0,00/000",
    "FFF,00/FFF",
    "1000,01/000",
    "1FFF,01/FFF",
    "2000,02/00/000",
    "3FFF,02/01/FFF",
    "5321,03/01/321",
    "7FFF,03/03/FFF",
    "1FFFFF,09/FF/FFF",
    "200000,0A/00/00/000",
    "3FFFFF,0A/01/FF/FFF",
    "8000000,10/00/00/000",
    "10102345,11/01/02/345",
    "7FFFFFFFFFFFFFFF,33/03/FF/FF/FF/FF/FF/FF/FFF"
  })
  void numbersHaveTheNamesOfTheForm(String number, String name) {
    assertThat(BlobNames.of(Long.parseLong(number, 16))).isEqualTo(name);
  }

  @Test
  void namesSortLikeTheirNumbers() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long a = random.nextLong() >>> (1 + random.nextInt(62));
      long b = random.nextBoolean() ? a + 1 : random.nextLong() >>> (1 + random.nextInt(62));
      assertThat(Integer.signum(BlobNames.of(a).compareTo(BlobNames.of(b))))
          .as("%x and %x", a, b)
          .isEqualTo(Long.compare(a, b));
    }
  }
}
