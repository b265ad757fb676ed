package waybill.dialects.tyger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 1, 1",
    "+1, 1, 1",
    "0.5, 0.5, 500m",
    "500m, 0.5, 500m",
    "1000m, 1, 1",
    "10001m, 10.001, 10001m",
    "1., 1, 1",
    ".5, 0.5, 500m",
    "007, 7, 7",
    "1G, 1000000000, 1G",
    "1Gi, 1073741824, 1Gi",
    "1.5Gi, 1610612736, 1536Mi",
    "4096Mi, 4294967296, 4Gi",
    "0.5Ki, 512, 512",
    "0.001Ki, 1.024, 1024m",
    "1023Ki, 1047552, 1023Ki",
    "1000, 1000, 1k",
    "1500, 1500, 1500",
    "1e3, 1000, 1e3",
    "1E3, 1000, 1e3",
    "1E, 1000000000000000000, 1E",
    "12e4, 120000, 120e3",
    "15e-1, 1.5, 1500e-3",
    "1e0, 1, 1",
    "128974848000m, 128974848, 128974848",
    "100n, 0.0000001, 100n",
    "0.0000000001, 0.000000001, 1n",
    "1e-99999999999999999999, 0.000000001, 1e-9",
    "0e99999999999999999999, 0, 0",
    "9223372036854775807, 9223372036854775807, 9223372036854775807",
  })
  void isReadAndWrittenAsKubernetesDoes(String text, BigDecimal value, String canonical) {
    Quantity quantity = Quantity.of(text).orElseThrow();
    assertThat(quantity.value()).isEqualByComparingTo(value);
    assertThat(quantity.text()).isEqualTo(canonical);
    assertThat(Quantity.of(canonical)).contains(quantity);
    assertThat(Quantity.of(canonical).map(Quantity::text)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1 G",
        " 1",
        "1 ",
        "-1",
        "-0",
        "x",
        "G",
        ".",
        "+",
        "1..5",
        "1.5.5",
        "1g",
        "1K",
        "1ki",
        "1KI",
        "1GiB",
        "1GB",
        "1e",
        "1e+",
        "1e3.5",
        "1e3k",
        "0x10",
        ".inf",
        ".nan",
        "1_000",
        "1,5",
        "١",
        "1e99999999999",
        "9223372036854775808",
        "8Ei",
        "1e19",
        "١Gi",
        "1\n"
      })
  void anythingElseIsNone(String text) {
    assertThat(Quantity.of(text)).isEmpty();
  }

  @Test
  void endlessDigitsAreNone() {
    assertThat(Quantity.of("1".repeat(1_000_000))).isEmpty();
    assertThat(Quantity.of("1e" + "0".repeat(1_000_000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1GiB,1Gi",
    "1GB,1G",
    "1gi,1Gi",
    "1g,1G",
    "1K,1k",
    "1KB,1k",
    "1ki,1Ki",
    "1mb,1M",
    "1 G,1G",
    "100B,100",
    "1.5gib,1.5Gi"
  })
  void whatOtherProgramsWriteIsGuessed(String written, String meant) {
    assertThat(Quantity.of(written)).isEmpty();
    assertThat(Quantity.adviceFor(written)).isEqualTo("; did you mean `" + meant + "`?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8Ei", "1e30", "9223372036854775808", "9999999E"})
  void whatIsTooLargeIsToldTheMost(String written) {
    assertThat(Quantity.adviceFor(written)).endsWith("the largest is 9223372036854775807");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "1e", "-1", "1_000", "1xb", "\u0663"})
  void nothingIsGuessedOfTheRest(String written) {
    assertThat(Quantity.adviceFor(written)).isEmpty();
  }

  @Test
  void areEqualByValue() {
    Quantity one = Quantity.of("1").orElseThrow();
    assertThat(one).isEqualTo(Quantity.of("1000m").orElseThrow());
    assertThat(one).hasSameHashCodeAs(Quantity.of("1000m").orElseThrow());
    assertThat(one).isNotEqualTo(Quantity.of("10001m").orElseThrow());
    assertThat(Quantity.of("1024").orElseThrow()).isEqualTo(Quantity.of("1Ki").orElseThrow());
    assertThat(Quantity.of("500m").orElseThrow().isWhole()).isFalse();
    assertThat(Quantity.of("1e3").orElseThrow().isWhole()).isTrue();
  }

  @Property(tries = 500)
  void whatIsWrittenMeansTheSame(@ForAll @LongRange(min = 0) long nano, @ForAll Unit unit) {
    String text = BigDecimal.valueOf(nano, 9).toPlainString() + unit.text;
    Quantity.of(text)
        .ifPresent(
            quantity -> {
              Quantity again = Quantity.of(quantity.text()).orElseThrow();
              assertThat(again).isEqualTo(quantity);
              assertThat(again.text()).isEqualTo(quantity.text());
            });
  }

  enum Unit {
    NONE(""),
    KILO("k"),
    KIBI("Ki"),
    MEBI("Mi"),
    MILLI("m"),
    EXPONENT("e4"),
    SMALL("e-2");

    final String text;

    Unit(String text) {
      this.text = text;
    }
  }
}
