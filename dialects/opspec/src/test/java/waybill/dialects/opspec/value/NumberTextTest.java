package waybill.dialects.opspec.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "-0.0, -0, -0",
    "2.0, 2, 2",
    "2.2, 2.2, 2.2",
    "-1.5, -1.5, -1.5",
    "100, 100, 100",
    "1000000, 1000000, 1000000",
    "1e20, 100000000000000000000, 100000000000000000000",
    "1e21, 1000000000000000000000, 1e+21",
    "1.5e21, 1500000000000000000000, 1.5e+21",
    "0.000001, 0.000001, 0.000001",
    "0.0000001, 0.0000001, 1e-7",
    "-1.25e-10, -0.000000000125, -1.25e-10",
    "2.2213e14, 222130000000000, 222130000000000",
    "9007199254740993, 9007199254740992, 9007199254740992",
    "0.1, 0.1, 0.1",
    "2e23, 200000000000000000000000, 2e+23",
  })
  void numbersLookAsGoPrintsThem(double number, String plain, String json) {
    assertThat(NumberText.plain(number)).isEqualTo(plain);
    assertThat(NumberText.json(number)).isEqualTo(json);
  }

  @Test
  void theSmallestAndTheLargestHaveTheFewestDigits() {
    assertThat(NumberText.json(Double.MIN_VALUE)).isEqualTo("5e-324");
    assertThat(NumberText.json(2 * Double.MIN_VALUE)).isEqualTo("1e-323");
    assertThat(NumberText.json(Double.MAX_VALUE)).isEqualTo("1.7976931348623157e+308");
    assertThat(NumberText.plain(Double.MAX_VALUE)).hasSize(309).doesNotContain("e", "E", ".");
  }

  @Test
  void everyNumberComesBackFromBothOfItsTexts() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertThat(NumberText.parse(NumberText.plain(number))).hasValue(number);
        assertThat(NumberText.parse(NumberText.json(number))).hasValue(number);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"5., 5", ".5, 0.5", "+1e3, 1000", "0x1p-2, 0.25", "-0X1.8P1, -3", "007, 7"})
  void goesOtherWaysToWriteNumbersAreRead(String text, double number) {
    assertThat(NumberText.parse(text)).hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 ",
        "1\n",
        "1f",
        "1d",
        "0x10",
        "0x",
        ".",
        "e1",
        "1e",
        "1e+",
        "--1",
        "inf",
        "-Infinity",
        "NaN",
        "nan",
        "1e400",
        "1_000",
        "1,0",
        "\u0661",
        "0x1p99999"
      })
  void allElseIsNoNumber(String text) {
    assertThat(NumberText.parse(text)).isEmpty();
  }

  @Test
  void millionsOfDigitsAreReadAtOnce() {
    assertThat(NumberText.parse("1".repeat(3_000_000))).isEmpty();
    assertThat(NumberText.parse("0." + "1".repeat(3_000_000))).hasValue(1.0 / 9);
  }
}
