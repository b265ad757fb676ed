package waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransferTextTest {
  private static final long MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000;

  @Test
  void aTransferIsSaidInOneRow() {
    assertThat(new TransferText(true).of("pulling x", 32 * MIB, 64 * MIB, 2 * SECOND))
        .isEqualTo("pulling x  ████████░░░░░░░░  50 %  32.0 MiB of 64.0 MiB  16.0 MiB/s  2 s left");
    assertThat(new TransferText(false).of("pulling x", 0, 64 * MIB, 0))
        .isEqualTo("pulling x  ................  0 %  0 B of 64.0 MiB");
  }

  @Test
  void whatIsEmptyIsDone() {
    assertThat(new TransferText(false).of("x", 0, 0, 0)).contains("################  100 %");
  }

  @Test
  void sizesHaveTheirUnits() {
    assertThat(TransferText.bytes(0)).isEqualTo("0 B");
    assertThat(TransferText.bytes(1023)).isEqualTo("1023 B");
    assertThat(TransferText.bytes(1024)).isEqualTo("1.0 KiB");
    assertThat(TransferText.bytes(4300)).isEqualTo("4.2 KiB");
    assertThat(TransferText.bytes(300 * MIB)).isEqualTo("300 MiB");
    assertThat(TransferText.bytes(Long.MAX_VALUE)).endsWith("PiB");
  }
}
