package waybill.agent.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The content of a frame that is to be sent, in the order in which it is read. */
public final class Content {
  private byte[] bytes = new byte[256];
  private int length;

  public Content number(int number) {
    room(4);
    ByteBuffer.wrap(bytes).putInt(length, number);
    length += 4;
    return this;
  }

  public Content longNumber(long number) {
    room(8);
    ByteBuffer.wrap(bytes).putLong(length, number);
    length += 8;
    return this;
  }

  public Content flag(boolean flag) {
    room(1);
    bytes[length++] = (byte) (flag ? 1 : 0);
    return this;
  }

  public Content text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    return raw(encoded, 0, encoded.length);
  }

  public Content raw(byte[] source, int offset, int count) {
    room(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, 0, length);
  }
}
