package waybill.agent.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A frame that came: its kind, and its content, to be read from the front.
 *
 * @param content read once
 */
public record Frame(int kind, ByteBuffer content) {

  public int number() throws IOException {
    need(4);
    return content.getInt();
  }

  public long longNumber() throws IOException {
    need(8);
    return content.getLong();
  }

  public boolean flag() throws IOException {
    need(1);
    return content.get() != 0;
  }

  public String text() throws IOException {
    int length = count();
    need(length);
    String text =
        new String(
            content.array(),
            content.arrayOffset() + content.position(),
            length,
            StandardCharsets.UTF_8);
    content.position(content.position() + length);
    return text;
  }

  /** A number of things, each of which takes at least one byte of what is left. */
  public int count() throws IOException {
    int count = number();
    if (count < 0 || count > content.remaining()) {
      throw new IOException("a frame says that it holds more than it does");
    }
    return count;
  }

  /** All that is left. */
  public byte[] rest() {
    byte[] rest = new byte[content.remaining()];
    content.get(rest);
    return rest;
  }

  private void need(int bytes) throws IOException {
    if (content.remaining() < bytes) {
      throw new IOException("a frame is shorter than its kind");
    }
  }
}
