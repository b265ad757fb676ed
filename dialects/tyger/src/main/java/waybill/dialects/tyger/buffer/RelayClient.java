package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Map;
import waybill.dialects.tyger.problem.BufferTexts;
import waybill.model.failure.FailureException;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebResponse;

/**
 * The other end of a buffer that is not stored: one stream to a run, or one from it. Nothing is
 * sent twice, so that what breaks in its middle has failed.
 */
public final class RelayClient {
  private static final int PIECE = 256 << 10;
  private static final int OK = 200;

  private final RemoteRequests requests;

  public RelayClient(WebClient web, AccessUrls urls, Trouble trouble) {
    this.requests = new RemoteRequests(web::send, urls, Pause.REAL, trouble);
  }

  /** Whether a URL names a buffer that is not stored. */
  public static boolean isRelay(WebAddress url) {
    String target = url.target();
    int query = target.indexOf('?');
    return query >= 0 && ("&" + target.substring(query + 1) + "&").contains("&relay=true&");
  }

  /** Sends all to the run; returns when it has taken it. */
  public void write(InputStream in) throws IOException, InterruptedException {
    ping();
    try (RemoteRequests.Answer answer = requests.askOnce(question("PUT", new WebBody.Stream(in)))) {
      ensureTaken(answer.response());
    }
  }

  /**
   * Passes on what comes from the run, as it comes.
   *
   * @return bytes
   * @throws IOException when it cannot be passed on
   */
  public long read(WritableByteChannel out) throws IOException, InterruptedException {
    ping();
    try (RemoteRequests.Answer answer = requests.ask(question("GET", new WebBody.None()))) {
      ensureTaken(answer.response());
      InputStream body = answer.response().body();
      byte[] piece = new byte[PIECE];
      long bytes = 0;
      int count = next(body, piece);
      while (count >= 0) {
        ByteBuffer left = ByteBuffer.wrap(piece, 0, count);
        while (left.hasRemaining()) {
          out.write(left);
        }
        bytes += count;
        count = next(body, piece);
      }
      return bytes;
    }
  }

  private static int next(InputStream body, byte[] piece) {
    try {
      return body.read(piece);
    } catch (IOException e) {
      throw BufferTexts.server("the run's output broke off: " + RemoteRequests.reason(e));
    }
  }

  /** Finds out whether it is there at all, by a question that can be asked again. */
  private void ping() throws InterruptedException {
    try (RemoteRequests.Answer answer = requests.ask(question("HEAD", new WebBody.None()))) {
      ensureTaken(answer.response());
    }
  }

  private static RemoteRequests.Question question(String method, WebBody body) {
    // Both directions are as quiet as who writes likes.
    return new RemoteRequests.Question(method, "", Map.of(), body, Duration.ZERO);
  }

  private static void ensureTaken(WebResponse response) {
    if (response.status() / 100 != OK / 100) {
      throw refusal(response);
    }
  }

  private static FailureException refusal(WebResponse response) {
    if (RemoteRequests.code(response).equals("BadRequest")) {
      String message = RemoteRequests.element(response, "Message");
      return message.isEmpty() ? RemoteRequests.refusal(response) : BufferTexts.server(message);
    }
    return RemoteRequests.refusal(response);
  }
}
