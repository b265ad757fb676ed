package waybill.images.registry;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import waybill.images.registry.TroubleException.Kind;

/**
 * Asks until there is an answer, or a reason why there is none: logs in when told to, and tries
 * again after growing pauses when a host is busy, silent or cuts off.
 */
final class Exchange {

  /** A silent host costs a whole time-out every time. */
  private static final int SILENT_ATTEMPTS = 2;

  /** However often a host brings a little more before it cuts off. */
  private static final int MAX_ROUNDS = 100;

  private final HttpDoor door;
  private final Patience patience;
  private final Pauses pauses;

  Exchange(HttpDoor door, Patience patience, Pauses pauses) {
    this.door = door;
    this.patience = patience;
    this.pauses = pauses;
  }

  /** What is asked for. */
  interface Call<T> {
    URI address();

    /** Besides {@code Authorization}; asked for anew in every attempt. */
    Map<String, String> headers();

    /** Sends the request. */
    default HttpDoor.Answer send(HttpDoor door, Map<String, String> allHeaders)
        throws IOException, InterruptedException {
      return door.get(address(), allHeaders);
    }

    /** Whether an answer with this status is wanted. */
    boolean accepts(int status);

    /** Reads a wanted answer. */
    T read(HttpDoor.Answer answer) throws IOException, InterruptedException, TroubleException;

    /** Grows when an attempt that failed brought something all the same. */
    default long progress() {
      return 0;
    }
  }

  /** Knows what to say to a host that wants a login. */
  interface Login {

    /** Without one. */
    Login NONE =
        new Login() {
          @Override
          public String header() {
            return "";
          }

          @Override
          public boolean answer(HttpDoor.Answer refused, String said) {
            return false;
          }
        };

    /** The present {@code Authorization}; empty for none. */
    String header();

    /** Gets a better one after a 401; false when there is none to be had. */
    boolean answer(HttpDoor.Answer refused, String said)
        throws IOException, InterruptedException, TroubleException;
  }

  /** Asks. */
  <T> T run(Call<T> call, Login login, boolean patient)
      throws InterruptedException, TroubleException {
    int failures = 0;
    for (int round = 1; ; round++) {
      long before = call.progress();
      TroubleException trouble;
      try {
        return once(call, login);
      } catch (IOException failed) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        trouble = Diagnosis.of(failed);
      } catch (TroubleException told) {
        trouble = told;
      }
      failures = call.progress() > before ? 1 : failures + 1;
      Optional<Duration> pause = pause(trouble, failures, patient);
      if (round >= MAX_ROUNDS || pause.isEmpty()) {
        throw trouble;
      }
      pauses.pause(pause.get());
    }
  }

  private <T> T once(Call<T> call, Login login)
      throws IOException, InterruptedException, TroubleException {
    for (int logins = 0; ; logins++) {
      String authorization = login.header();
      Map<String, String> headers = new HashMap<>(call.headers());
      if (!authorization.isEmpty()) {
        headers.put("Authorization", authorization);
      }
      try (HttpDoor.Answer answer = call.send(door, headers)) {
        if (call.accepts(answer.status())) {
          return call.read(answer);
        }
        // The second login is for a token that ran out at this moment.
        TroubleException refusal = Diagnosis.of(answer);
        if (answer.status() != 401 || logins == 2 || !login.answer(answer, authorization)) {
          throw refusal;
        }
      }
    }
  }

  /** How long to wait before the next attempt; empty when there should be none. */
  private Optional<Duration> pause(TroubleException trouble, int failures, boolean patient) {
    boolean hopeless = !trouble.kind().retried() || failures >= patience.attempts();
    boolean silent = trouble.kind() == Kind.SILENT || trouble.kind() == Kind.UNREACHABLE;
    if (hopeless || (silent && (failures >= SILENT_ATTEMPTS || !patient))) {
      return Optional.empty();
    }
    Duration growing = patience.firstPause().multipliedBy(1L << Math.min(failures - 1, 16));
    Duration pause =
        growing.compareTo(patience.longestPause()) < 0 ? growing : patience.longestPause();
    Duration wanted = trouble.retryAfter().orElse(Duration.ZERO);
    if (wanted.compareTo(patience.longestPause()) > 0) {
      return Optional.empty();
    }
    return Optional.of(wanted.compareTo(pause) > 0 ? wanted : pause);
  }
}
