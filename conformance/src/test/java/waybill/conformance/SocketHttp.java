package waybill.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Asks a server behind a Unix socket, in the plainest HTTP: one request for a connection. */
final class SocketHttp {

  /**
   * What was answered.
   *
   * @param head all headers, in small letters
   */
  record Answer(int status, String head, String body) {}

  private SocketHttp() {}

  /**
   * Asks and reads to the end.
   *
   * @param headers whole lines, without their ends
   */
  static Answer ask(Path socket, String method, String target, String body, String... headers)
      throws IOException {
    try (SocketChannel channel = open(socket)) {
      send(channel, method, target, body, headers);
      return read(Channels.newInputStream(channel).readAllBytes());
    }
  }

  static SocketChannel open(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  /** Sends a request, and reads nothing. */
  static void send(
      SocketChannel channel, String method, String target, String body, String... headers)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: local\r\n");
    text.append("Connection: close\r\nContent-Length: ").append(bytes.length).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    // In one piece: a server that refuses the head may be gone before the rest is sent.
    write(channel, text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      int _ = channel.write(buffer);
    }
  }

  private static Answer read(byte[] all) throws IOException {
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("not an answer: " + text);
    }
    String head = text.substring(0, end).toLowerCase(Locale.ROOT);
    int status = Integer.parseInt(text.substring(9, 12));
    boolean inPieces = head.contains("transfer-encoding: chunked");
    byte[] body = inPieces ? joined(all, end + 4) : rest(all, end + 4);
    return new Answer(status, head, new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] rest(byte[] all, int from) {
    var out = new ByteArrayOutputStream();
    out.write(all, from, all.length - from);
    return out.toByteArray();
  }

  private static byte[] joined(byte[] all, int from) {
    var out = new ByteArrayOutputStream();
    int at = from;
    while (at < all.length) {
      var size = new StringBuilder();
      while (all[at] != '\r') {
        size.append((char) all[at++]);
      }
      int length = Integer.parseInt(size.toString(), 16);
      out.write(all, at + 2, length);
      at += length + 4;
      if (length == 0) {
        break;
      }
    }
    return out.toByteArray();
  }
}
