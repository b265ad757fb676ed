package waybill.dialects.bacalhau.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Amounts are written as in jobs. */
class SizesTest {
  @Test
  void amountsAreDecimalAndShort() {
    assertThat(Sizes.bytes(0)).isEqualTo("0 B");
    assertThat(Sizes.bytes(999)).isEqualTo("999 B");
    assertThat(Sizes.bytes(64_000_000)).isEqualTo("64 MB");
    assertThat(Sizes.bytes(1_500_000_000)).isEqualTo("1.5 GB");
    assertThat(Sizes.bytes(Long.MAX_VALUE)).endsWith(" TB");
    assertThat(Sizes.cpus(500)).isEqualTo("0.5");
    assertThat(Sizes.cpus(2000)).isEqualTo("2");
    assertThat(Sizes.cpus(10_000)).isEqualTo("10");
    assertThat(Sizes.cpus(1)).isEqualTo("0.001");
  }
}
