package waybill.engine.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Puts stars in place of secrets in a stream of bytes that comes in pieces: a secret may begin in
 * one and end in another. What may still become a secret is held back, at most the longest one's
 * length less one byte. For one thread at a time.
 */
public final class StreamMasker {
  private static final byte[] NOTHING = {};

  private final Secrets secrets;
  private byte[] held = NOTHING;

  public StreamMasker(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * What can be shown now that this piece has come; may be empty. Keeps nothing of it but copies.
   */
  public byte[] next(byte[] piece) {
    if (held.length == 0 && secrets.isEmpty()) {
      return piece;
    }
    return mask(joined(piece), false);
  }

  /** What was held back, when the stream is over. */
  public byte[] end() {
    byte[] last = mask(held, true);
    held = NOTHING;
    return last;
  }

  private byte[] joined(byte[] piece) {
    byte[] all = new byte[held.length + piece.length];
    System.arraycopy(held, 0, all, 0, held.length);
    System.arraycopy(piece, 0, all, held.length, piece.length);
    return all;
  }

  private byte[] mask(byte[] bytes, boolean over) {
    List<byte[]> texts = secrets.bytes();
    boolean[] begins = new boolean[256];
    for (byte[] text : texts) {
      begins[text[0] & 0xff] = true;
    }
    var shown = new ByteArrayOutputStream(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      if (!begins[bytes[at] & 0xff]) {
        shown.write(bytes[at++]);
        continue;
      }
      int found = 0;
      for (byte[] text : texts) { // longest first
        int same = common(text, bytes, at);
        if (same == text.length) {
          found = same;
          break;
        }
        if (!over && at + same == bytes.length) {
          held = java.util.Arrays.copyOfRange(bytes, at, bytes.length);
          return shown.toByteArray();
        }
      }
      if (found > 0) {
        shown.writeBytes(Secrets.MASK.getBytes(StandardCharsets.UTF_8));
        at += found;
      } else {
        shown.write(bytes[at++]);
      }
    }
    held = NOTHING;
    return shown.toByteArray();
  }

  /** How many bytes of the text stand at a place. */
  private static int common(byte[] text, byte[] bytes, int at) {
    int same = 0;
    while (same < text.length && at + same < bytes.length && text[same] == bytes[at + same]) {
      same++;
    }
    return same;
  }
}
