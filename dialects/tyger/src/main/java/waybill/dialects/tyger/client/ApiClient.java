package waybill.dialects.tyger.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebRequest;
import waybill.web.client.WebResponse;

/** Asks the API of one server. What is refused is a failure with the server's words. */
public final class ApiClient {
  /** Of a page of 2,000 large things. */
  private static final int MAX_ANSWER = 256 << 20;

  private static final int PAGE = 2000;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final WebClient web;
  private final WebAddress server;

  /**
   * @param server whatever its target
   */
  public ApiClient(WebClient web, WebAddress server) {
    this.web = web;
    this.server = server;
  }

  /** For those who transfer what the API only tells of. */
  public WebClient web() {
    return web;
  }

  public ApiAnswer get(ApiTarget target) throws InterruptedException {
    return ask("GET", target.toString(), Optional.empty(), Map.of());
  }

  /** The same for what may not be there. */
  public Optional<ApiAnswer> find(ApiTarget target) throws InterruptedException {
    ApiAnswer answer = send("GET", target.toString(), Optional.empty(), Map.of());
    return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(accepted(answer));
  }

  public ApiAnswer delete(ApiTarget target) throws InterruptedException {
    return ask("DELETE", target.toString(), Optional.empty(), Map.of());
  }

  public ApiAnswer put(ApiTarget target, String json) throws InterruptedException {
    return put(target, json, Optional.empty());
  }

  /** Fails, with the server's words, when it has another ETag than that; empty for any. */
  public ApiAnswer put(ApiTarget target, String json, Optional<String> eTag)
      throws InterruptedException {
    Map<String, String> condition = eTag.map(wanted -> Map.of("If-Match", wanted)).orElse(Map.of());
    return ask("PUT", target.toString(), Optional.of(json), condition);
  }

  /**
   * Sets something that must not have changed meanwhile.
   *
   * @return empty when it has
   */
  public Optional<ApiAnswer> putIf(ApiTarget target, String json, String eTag)
      throws InterruptedException {
    ApiAnswer answer = send("PUT", target.toString(), Optional.of(json), Map.of("If-Match", eTag));
    if (answer.status() == PRECONDITION_FAILED) {
      return Optional.empty();
    }
    return Optional.of(accepted(answer));
  }

  /** Makes something, once, however often the question has to be sent. */
  public ApiAnswer post(ApiTarget target, String json) throws InterruptedException {
    return ask(
        "POST",
        target.toString(),
        Optional.of(json),
        Map.of("Idempotency-Key", UUID.randomUUID().toString()));
  }

  /** An answer that comes bit by bit, without a limit of time. */
  public WebResponse stream(ApiTarget target) throws InterruptedException {
    try {
      WebResponse response =
          web.send(request("GET", target.toString(), Optional.empty(), Map.of(), Duration.ZERO));
      if (response.status() / 100 == 2) {
        return response;
      }
      try (response) {
        throw refused(response.status(), text(response));
      }
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Takes the items of a list as they come. */
  public interface Items {
    void take(SpecValue item);
  }

  /**
   * A list, page by page.
   *
   * @param target without a limit
   * @param limit of items in all
   * @return whether there are more
   */
  public boolean list(ApiTarget target, int limit, Items items) throws InterruptedException {
    int left = limit;
    String next = target.with("limit", Integer.toString(Math.min(left, PAGE))).toString();
    while (true) {
      SpecObject page = object(ask("GET", next, Optional.empty(), Map.of()).json());
      List<SpecValue> elements = items(page);
      for (SpecValue item : elements) {
        if (left == 0) {
          return true;
        }
        items.take(item);
        left--;
      }
      Optional<String> link = text(page, "nextLink");
      if (link.isEmpty() || left == 0) {
        return link.isPresent();
      }
      if (elements.isEmpty() || !link.get().startsWith("/")) {
        throw wrong("it has a link to no page"); // or it would be followed for ever
      }
      next = link.get();
    }
  }

  private static List<SpecValue> items(SpecObject page) {
    if (page.member("items").map(SpecObject.Member::value).orElse(null)
        instanceof SpecArray array) {
      return array.elements();
    }
    throw wrong("it has no list of `items`");
  }

  private ApiAnswer ask(
      String method, String target, Optional<String> json, Map<String, String> headers)
      throws InterruptedException {
    return accepted(send(method, target, json, headers));
  }

  private static ApiAnswer accepted(ApiAnswer answer) {
    if (answer.status() / 100 != 2) {
      throw refused(answer.status(), answer.json());
    }
    return answer;
  }

  private ApiAnswer send(
      String method, String target, Optional<String> json, Map<String, String> headers)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try (WebResponse response = web.send(request(method, target, json, headers, PATIENCE))) {
        return new ApiAnswer(response.status(), text(response), response.header("ETag"));
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw lost(e);
        }
      }
    }
  }

  private WebRequest request(
      String method,
      String target,
      Optional<String> json,
      Map<String, String> more,
      Duration patience) {
    Map<String, String> headers = new LinkedHashMap<>(more);
    WebBody body = new WebBody.None();
    if (json.isPresent()) {
      headers.put("Content-Type", "application/json");
      body = new WebBody.Bytes(ByteBuffer.wrap(json.get().getBytes(StandardCharsets.UTF_8)));
    }
    return new WebRequest(method, server.withTarget(target), headers, body, patience);
  }

  private static String text(WebResponse response) throws IOException {
    return new String(response.bytes(MAX_ANSWER), StandardCharsets.UTF_8);
  }

  /** The value that an answer is; whoever answers else is no server of ours. */
  public static SpecValue value(String json) {
    try {
      return new JsonReader().read("the answer", json.getBytes(StandardCharsets.UTF_8)).root();
    } catch (ProblemsException e) {
      throw wrong("it is no JSON: " + e.getMessage());
    }
  }

  /** The same where it is an object. */
  public static SpecObject object(String json) {
    if (value(json) instanceof SpecObject object) {
      return object;
    }
    throw wrong("it is no JSON object");
  }

  /** A member that has to be there, and is a text. */
  public static String required(SpecObject object, String name) {
    return text(object, name).orElseThrow(() -> wrong("it has no text `" + name + "`"));
  }

  /** A member that has to be there, and is a number; as it is written. */
  public static String number(SpecObject object, String name) {
    if (object.member(name).map(SpecObject.Member::value).orElse(null)
        instanceof SpecNumber number) {
      return number.written();
    }
    throw wrong("it has no number `" + name + "`");
  }

  private static FailureException wrong(String what) {
    return Failure.of(FailureCode.AGENT_LOST, "the server's answer is not understood: " + what)
        .asException();
  }

  /** A member that is a text. */
  public static Optional<String> text(SpecObject object, String name) {
    return object
        .member(name)
        .map(SpecObject.Member::value)
        .filter(SpecString.class::isInstance)
        .map(value -> ((SpecString) value).value());
  }

  private static FailureException refused(int status, String body) {
    String told = told(body).orElse("unexpected status code " + status);
    return Failure.of(FailureCode.SPEC_INVALID, told).asException();
  }

  private static Optional<String> told(String body) {
    if (!body.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return object(body)
          .member("error")
          .map(SpecObject.Member::value)
          .filter(SpecObject.class::isInstance)
          .map(SpecObject.class::cast)
          .map(error -> required(error, "code") + ": " + text(error, "message").orElse(""));
    } catch (FailureException noErrorOfOurs) {
      return Optional.empty();
    }
  }

  private static FailureException lost(IOException e) {
    return new FailureException(
        Failure.of(
                FailureCode.AGENT_LOST,
                "the connection to the server broke: " + String.valueOf(e.getMessage()))
            .withHelp("`waybill agent status` says whether it is there"),
        e);
  }
}
