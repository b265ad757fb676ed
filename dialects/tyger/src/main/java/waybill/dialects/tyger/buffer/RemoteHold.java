package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import waybill.model.failure.FailureException;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;

/**
 * Holds on to the server of a buffer while that is written: asks for its last marker, again and
 * again, and each question waits there. If this process dies, its connection breaks, which the
 * server sees. A server that is away is asked until it is back.
 */
final class RemoteHold implements Runnable {
  /** Short buffers are done before, and cost nothing. */
  private static final Duration LATER = Duration.ofMillis(100);

  /** How long a question waits at the server. */
  private static final int SECONDS = 25;

  /** Shorter than a server takes to miss anybody. */
  private static final Duration REST = Duration.ofSeconds(1);

  private static final int NOT_FOUND = 404;
  private static final int BUSY = 429;
  private static final int BROKEN = 500;

  private final RemoteRequests requests;
  private final AccessUrls urls;
  private final Pause pause;
  private int renewals;

  private RemoteHold(RemoteRequests requests, AccessUrls urls, Pause pause) {
    this.requests = requests;
    this.urls = urls;
    this.pause = pause;
  }

  static BlobAccess.Hold begin(RemoteRequests requests, AccessUrls urls, Pause pause) {
    Thread thread = BufferThreads.of("hold", new RemoteHold(requests, urls, pause));
    thread.start();
    return thread::interrupt;
  }

  @Override
  public void run() {
    try {
      pause.rest(LATER);
      boolean more = true;
      while (more) {
        long asked = pause.nanos();
        more = ask();
        if (more && pause.nanos() - asked < REST.toNanos()) {
          pause.rest(REST);
        }
      }
    } catch (InterruptedException e) {
      // The buffer is written, or has failed.
      Thread.currentThread().interrupt();
    }
  }

  /** False when there is nothing to hold any more. What is wrong is for whoever sends blobs. */
  private boolean ask() throws InterruptedException {
    try {
      WebAddress url = urls.current();
      var headers = Map.of(RemoteBlobs.WAIT, Integer.toString(SECONDS), RemoteBlobs.HOLD, "true");
      var question = new RemoteRequests.Question("GET", BlobNames.END, headers, new WebBody.None());
      try (RemoteRequests.Answer answer = requests.askOnce(question)) {
        int status = answer.response().status();
        String code = RemoteRequests.code(answer.response());
        if (status == 403 && code.equals("AuthenticationFailed")) {
          return urls.renew(url, ++renewals);
        }
        renewals = 0;
        return switch (status) {
          case NOT_FOUND -> !code.equals("ContainerNotFound");
          case BUSY -> true;
          default -> status >= BROKEN; // the buffer has ended, or nobody may write it
        };
      }
    } catch (IOException | FailureException e) {
      return true;
    }
  }
}
