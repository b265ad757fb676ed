package waybill.web.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request and the way to answer it. For one thread. */
public interface Exchange {
  /** In upper case. */
  String method();

  /** The path's parts, decoded; never {@code .} or {@code ..}. */
  List<String> segments();

  /** Parameters of the query in their order, decoded; a name may come more than once. */
  List<Map.Entry<String, String>> query();

  /** The path and query as they came. */
  String target();

  Optional<String> header(String name);

  /** Bytes of the body; -1 when not known before its end. */
  long length();

  /**
   * The body; reads in large pieces are passed on as they come. Fails when the other side hangs up
   * before its end, and with {@link java.net.SocketTimeoutException} when it {@link #limitStalls
   * stalls}.
   */
  InputStream body();

  /**
   * From now on it fails when the other side neither sends nor takes a byte for so long while it is
   * waited for. Without this it may take its time.
   */
  void limitStalls(Duration most);

  /**
   * Whether the other side has hung up before it was answered, which interrupts who answers; only
   * noticed for requests without a body.
   */
  boolean isAbandoned();

  /** Answers at once. */
  void respond(int status, Map<String, String> headers, byte[] body) throws IOException;

  /** Answers with the first bytes of a file, which stays open. */
  void respond(int status, Map<String, String> headers, FileChannel file, long length)
      throws IOException;

  /**
   * Begins an answer; what is flushed goes out. Its end is the stream's close, or the handler's
   * return. Writing fails when the other side has hung up.
   *
   * @param length -1 when not known
   */
  OutputStream begin(int status, Map<String, String> headers, long length) throws IOException;
}
