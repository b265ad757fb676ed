package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.problem.BufferTexts;
import waybill.model.failure.FailureException;
import waybill.web.client.UntrustedServerException;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebRequest;
import waybill.web.client.WebResponse;

/**
 * Asks the server of a container, again where that can help: after a lost connection, when the
 * server is busy or broken, and with another URL when the one there was has expired.
 */
final class RemoteRequests {
  /** Sends one request; a {@link waybill.web.client.WebClient} outside of tests. */
  interface Sender {
    WebResponse send(WebRequest request) throws IOException, InterruptedException;
  }

  /**
   * What is asked of a blob.
   *
   * @param path of the blob; empty for the container
   * @param stall as in {@link WebRequest}
   */
  record Question(
      String method, String path, Map<String, String> headers, WebBody body, Duration stall) {

    /** A blob is there, so that it comes without a stop. */
    Question(String method, String path, Map<String, String> headers, WebBody body) {
      this(method, path, headers, body, STALL);
    }
  }

  /**
   * What was answered in the end.
   *
   * @param again whether it had been asked before
   */
  record Answer(WebResponse response, boolean again) implements AutoCloseable {
    @Override
    public void close() {
      response.close();
    }
  }

  private static final int NOT_IMPLEMENTED = 501;
  private static final int DISK_FULL = 507;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** For what is there already, from one byte to the next. */
  private static final Duration STALL = Duration.ofSeconds(60);

  private static final int TRIES = 6;

  /** Of a server that says it is broken or overloaded; each round begins with short pauses. */
  private static final int ROUNDS = 100;

  private static final Duration LONGEST_REST = Duration.ofSeconds(30);
  private static final int MAX_TEXT = 64 << 10;

  private final Sender web;
  private final AccessUrls urls;
  private final Pause pause;
  private final Trouble trouble;

  RemoteRequests(Sender web, AccessUrls urls, Pause pause, Trouble trouble) {
    this.web = web;
    this.urls = urls;
    this.pause = pause;
    this.trouble = trouble;
  }

  /** The answer, of whatever status, that trying again would not change. */
  Answer ask(Question question) throws InterruptedException {
    int failures = 0;
    int renewals = 0;
    boolean again = false;
    while (true) {
      WebAddress url = urls.current();
      try {
        WebResponse response = web.send(request(url, question));
        boolean handedOut = false;
        try {
          int status = response.status();
          if (status == 403 && code(response).equals("AuthenticationFailed")) {
            if (!urls.renew(url, ++renewals)) {
              throw refusal(response);
            }
          } else if (!canPass(status) || failures == tries(status)) {
            handedOut = true;
            return new Answer(response, again);
          } else {
            failures++;
            rest(failures, "it answers with status " + status);
          }
        } finally {
          if (!handedOut) {
            response.close();
          }
        }
      } catch (UntrustedServerException e) {
        throw BufferTexts.server(reason(e));
      } catch (IOException e) {
        if (failures++ >= TRIES) {
          throw BufferTexts.server("the server of the buffer cannot be asked: " + reason(e));
        }
        rest(failures, reason(e));
      }
      again = true;
    }
  }

  /** The answer to a question that cannot be repeated. */
  Answer askOnce(Question question) throws IOException, InterruptedException {
    return new Answer(web.send(request(urls.current(), question)), false);
  }

  private static boolean canPass(int status) {
    boolean broken = status >= 500 && status != NOT_IMPLEMENTED && status != DISK_FULL;
    return broken || status == 429;
  }

  private static int tries(int status) {
    return status == 500 || status == 503 ? ROUNDS * TRIES : TRIES;
  }

  /** Waits before the next try. What passes within a second is not worth a word. */
  void rest(int failures, String why) throws InterruptedException {
    if (failures > 1) {
      trouble.retrying(why);
    }
    int inRound = (failures - 1) % TRIES;
    Duration rest = Duration.ofSeconds(1L << inRound);
    pause.rest(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
  }

  private static WebRequest request(WebAddress url, Question question) {
    Map<String, String> headers = new HashMap<>(question.headers());
    headers.put("x-ms-version", "2021-08-06");
    headers.put(
        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    return new WebRequest(
        question.method(),
        url.withTarget(target(url.target(), question.path())),
        headers,
        question.body(),
        PATIENCE,
        question.stall());
  }

  /** The container's target with a blob's path before the query. */
  private static String target(String container, String path) {
    int query = container.indexOf('?');
    String before = query < 0 ? container : container.substring(0, query);
    String behind = query < 0 ? "" : container.substring(query);
    boolean slash = !path.isEmpty() && !before.endsWith("/");
    return before + (slash ? "/" : "") + path + behind;
  }

  static String code(WebResponse response) {
    return response.header("x-ms-error-code").orElse("");
  }

  /** Nothing, where only the blob is not there. */
  static void ensureContainer(WebResponse response) {
    if (code(response).equals("ContainerNotFound")) {
      throw BufferTexts.missing();
    }
  }

  /** What people are told of an answer that is no success. */
  static FailureException refusal(WebResponse response) {
    String code = code(response);
    return switch (code) {
      case "ContainerNotFound" -> BufferTexts.missing();
      case "AuthorizationPermissionMismatch" -> BufferTexts.readOnly();
      case "AuthenticationFailed" ->
          BufferTexts.invalidUrl(element(response, "AuthenticationErrorDetail"));
      default -> { // of the many others people get what the server says
        String message = element(response, "Message");
        yield BufferTexts.server(
            "the server of the buffer answered with status "
                + response.status()
                + (code.isEmpty() ? "" : ", " + code)
                + (message.isEmpty() ? "" : ": " + message));
      }
    };
  }

  /** The text of an element of the answer's XML; empty when there is none. */
  static String element(WebResponse response, String name) {
    try {
      String text = new String(response.bytes(MAX_TEXT), StandardCharsets.UTF_8);
      int begin = text.indexOf('<' + name + '>');
      int end = text.indexOf("</" + name + '>');
      return begin < 0 || end < begin ? "" : text.substring(begin + name.length() + 2, end);
    } catch (IOException e) {
      return "";
    }
  }

  static String reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElseGet(() -> e.getClass().getSimpleName());
  }
}
