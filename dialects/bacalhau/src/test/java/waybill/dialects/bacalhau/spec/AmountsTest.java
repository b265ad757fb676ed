package waybill.dialects.bacalhau.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Amounts are written as in jobs. */
class AmountsTest {
  @Test
  void peopleReadThemShort() {
    assertThat(Amounts.bytes(0)).isEqualTo("0 B");
    assertThat(Amounts.bytes(999)).isEqualTo("999 B");
    assertThat(Amounts.bytes(64_000_000)).isEqualTo("64 MB");
    assertThat(Amounts.bytes(1_500_000_000)).isEqualTo("1.5 GB");
    assertThat(Amounts.bytes(Long.MAX_VALUE)).endsWith(" TB");
  }

  @Test
  void jobsLoseNoByte() {
    assertThat(Amounts.exactBytes(0)).isEqualTo("0B");
    assertThat(Amounts.exactBytes(1)).isEqualTo("1B");
    assertThat(Amounts.exactBytes(1_001)).isEqualTo("1001B");
    assertThat(Amounts.exactBytes(64_000_000)).isEqualTo("64MB");
    assertThat(Amounts.exactBytes(1_500_000_000)).isEqualTo("1500MB");
    assertThat(Amounts.exactBytes(3_000_000_000_000_000L)).isEqualTo("3000TB");
    assertThat(Amounts.exactBytes(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE + "B");
  }

  @Test
  void processorsAreDecimalNumbers() {
    assertThat(Amounts.cpus(0)).isEqualTo("0");
    assertThat(Amounts.cpus(1)).isEqualTo("0.001");
    assertThat(Amounts.cpus(500)).isEqualTo("0.5");
    assertThat(Amounts.cpus(2000)).isEqualTo("2");
    assertThat(Amounts.cpus(10_000)).isEqualTo("10");
    assertThat(Amounts.cpus(Long.MAX_VALUE)).isEqualTo("9223372036854775.807");
  }
}
