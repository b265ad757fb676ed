package waybill.web.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Writes requests onto connections. */
final class RequestWriter {
  private static final int PIECE = 256 << 10;

  /** Of the size of a chunk: hexadecimal digits and the line's end. */
  private static final int CHUNK_HEAD = 10;

  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

  private RequestWriter() {}

  static void write(WebRequest request, Connection connection) throws IOException {
    switch (request.body()) {
      case WebBody.None() ->
          connection.write(head(request, request.method().equals("GET") ? -1 : 0));
      case WebBody.Bytes(ByteBuffer bytes) ->
          connection.write(head(request, bytes.remaining()), bytes.duplicate());
      case WebBody.Stream(InputStream in) -> {
        connection.write(head(request, -1));
        chunks(in, connection);
      }
    }
  }

  /** Each piece is one write: its size before it, its end behind. */
  private static void chunks(InputStream in, Connection connection) throws IOException {
    byte[] piece = new byte[CHUNK_HEAD + PIECE + LINE_END.length];
    while (true) {
      int length = in.read(piece, CHUNK_HEAD, PIECE);
      if (length < 0) {
        break;
      }
      if (length > 0) {
        int start = size(piece, length);
        System.arraycopy(LINE_END, 0, piece, CHUNK_HEAD + length, LINE_END.length);
        int end = CHUNK_HEAD + length + LINE_END.length;
        connection.write(ByteBuffer.wrap(piece, start, end - start));
      }
    }
    connection.write(ByteBuffer.wrap(LAST_CHUNK));
  }

  /** Writes the size so that it ends where the chunk begins; returns where it begins. */
  private static int size(byte[] piece, int length) {
    piece[CHUNK_HEAD - 1] = '\n';
    piece[CHUNK_HEAD - 2] = '\r';
    int at = CHUNK_HEAD - 2;
    for (int left = length; left > 0; left >>>= 4) {
      piece[--at] = (byte) Character.forDigit(left & 0xf, 16);
    }
    return at;
  }

  private static ByteBuffer head(WebRequest request, int length) {
    var head = new StringBuilder(256);
    head.append(token(request.method())).append(' ').append(request.address().target());
    head.append(" HTTP/1.1\r\nHost: ").append(request.address().hostField()).append("\r\n");
    for (Map.Entry<String, String> field : request.headers().entrySet()) {
      if (isOurs(field.getKey())) {
        throw new IllegalArgumentException("the field " + field.getKey() + " is set here");
      }
      head.append(token(field.getKey())).append(": ").append(value(field.getValue()));
      head.append("\r\n");
    }
    if (request.body() instanceof WebBody.Stream) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (length >= 0) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    return ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  static boolean isOurs(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "host", "content-length", "transfer-encoding", "connection" -> true;
      default -> false; // a text, not an enum
    };
  }

  private static String token(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 127 || c == ':') {
        throw new IllegalArgumentException("`" + text + "` cannot be a name in a request");
      }
    }
    return text;
  }

  private static String value(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 127 || c > 255) {
        throw new IllegalArgumentException("a field of a request has a character it cannot have");
      }
    }
    return text;
  }
}
