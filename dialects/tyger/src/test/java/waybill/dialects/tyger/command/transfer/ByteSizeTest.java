package waybill.dialects.tyger.command.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "4096,4096",
    "4M,4194304",
    "10G,10737418240",
    "64kb,65536",
    "1KiB,1024",
    "' 1 MB ',1048576",
    "7B,7",
    "7E,8070450532247928832"
  })
  void lettersMeanPowersOf1024(String text, long bytes) {
    assertThat(ByteSize.parse(text)).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "M", "-1", "+1", "1.5M", "1Q", "1MM", "8E", "99999999999999999999", "1iB"})
  void otherTextsAreNoSizes(String text) {
    assertThat(ByteSize.parse(text)).isEmpty();
  }

  @Test
  void progressIsToldInDecimalBitsAndBinaryBytes() {
    assertThat(ByteSize.bitsPerSecond(100_000_000, 1_000_000_000)).isEqualTo("800Mbps");
    assertThat(ByteSize.bitsPerSecond(1_200_000_000, 1_000_000_000)).isEqualTo("9.6Gbps");
    assertThat(ByteSize.bitsPerSecond(5, 0)).isEqualTo("0bps");
    assertThat(ByteSize.bytes(96 << 20)).isEqualTo("96MiB");
    assertThat(ByteSize.bytes(0)).isEqualTo("0B");
    assertThat(ByteSize.bytes(1536)).isEqualTo("1.5KiB");
    assertThat(ByteSize.bytes(Long.MAX_VALUE)).isEqualTo("8EiB");
  }
}
