package waybill.dialects.tyger.command.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import waybill.dialects.tyger.command.transfer.TransferProgress.TransferRow;

class TransferProgressTest {

  private static final class Sink implements WritableByteChannel {
    @Override
    public int write(ByteBuffer from) {
      int count = from.remaining();
      from.position(from.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static Meter after(int bytes, OptionalLong total) throws IOException {
    var meter = new Meter(total);
    try (WritableByteChannel out = meter.counting(new Sink())) {
      assertThat(out.write(ByteBuffer.allocate(bytes))).isEqualTo(bytes);
    }
    return meter;
  }

  @Test
  void aTransferOfKnownSizeIsABar() throws Exception {
    Meter meter = after(1 << 20, OptionalLong.of(4 << 20));
    assertThat(new TransferRow("in", true, meter, true).text())
        .startsWith("in  ▲  ████░░░░░░░░░░░░  25 %  1.0 MiB of 4.0 MiB");
    assertThat(new TransferRow("in", true, meter, false).text()).startsWith("in  ^  ####....");
  }

  @Test
  void aFileThatGrewIsNeverMoreThanWhole() throws Exception {
    Meter meter = after(3000, OptionalLong.of(10));
    assertThat(new TransferRow("in", true, meter, true).text()).contains("100 %");
  }

  @Test
  void aTransferOfUnknownSizeIsAnAmountAndARate() throws Exception {
    Meter meter = after(2048, OptionalLong.empty());
    assertThat(new TransferRow("out", false, meter, true).text())
        .startsWith("out  ▼  2.0 KiB  ")
        .endsWith("/s");
  }
}
