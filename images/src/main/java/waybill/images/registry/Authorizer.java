package waybill.images.registry;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import waybill.images.registry.TroubleException.Kind;
import waybill.images.source.JsonNode;
import waybill.images.source.MalformedException;

/**
 * Says who we are to hosts that ask: by name and password, or by a token that is fetched from where
 * the host says, and kept for each repository until it runs out.
 */
final class Authorizer {
  private static final int MAX_TOKEN_ANSWER = 1 << 20;

  /** Of tokens that do not say how long they last (Docker's token specification). */
  private static final long USUAL_LIFE_SECONDS = 60;

  private static final long MAX_LIFE_SECONDS = 86_400;

  /** Before its end, a token is not used for a new request any more. */
  private static final long MARGIN_SECONDS = 5;

  private final Exchange exchange;
  private final CredentialSource credentials;
  private final Pauses pauses;
  private final Map<String, Desk> desks = new ConcurrentHashMap<>();

  Authorizer(Exchange exchange, CredentialSource credentials, Pauses pauses) {
    this.exchange = exchange;
    this.credentials = credentials;
    this.pauses = pauses;
  }

  /** For requests about one repository of one host. */
  Exchange.Login login(Endpoint endpoint) {
    return desks.computeIfAbsent(endpoint.base().toString(), base -> new Desk(endpoint));
  }

  /**
   * What is known for one repository. Many threads ask at once, and one of them fetches: the others
   * find that what was refused to them is no longer what there is.
   */
  private final class Desk implements Exchange.Login {
    private final Endpoint endpoint;
    private volatile Held held = new Held("", Long.MAX_VALUE);

    Desk(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    /**
     * An authorization.
     *
     * @param until by {@link Pauses#nanos}
     */
    private record Held(String header, long until) {}

    @Override
    public String header() {
      Held now = held;
      boolean good = now.until() == Long.MAX_VALUE || pauses.nanos() - now.until() < 0;
      return good ? now.header() : "";
    }

    @Override
    public synchronized boolean answer(HttpDoor.Answer refused, String said)
        throws IOException, InterruptedException, TroubleException {
      String present = header();
      if (!present.isEmpty() && !present.equals(said)) {
        return true;
      }
      Credentials ours = credentials.of(endpoint.host(), endpoint.repository());
      Optional<Held> found = Optional.empty();
      for (Challenge challenge : challenges(refused)) {
        found = answer(challenge, ours);
        if (found.isPresent()) {
          break;
        }
      }
      if (found.isEmpty() || found.get().header().equals(said)) {
        if (ours instanceof Credentials.Anonymous) {
          return false;
        }
        throw new TroubleException(
            Kind.LOGIN, "does not accept the login that is configured (401)");
      }
      held = found.get();
      return true;
    }

    private Optional<Held> answer(Challenge challenge, Credentials ours)
        throws InterruptedException, TroubleException {
      return switch (challenge.scheme()) {
        case "basic" ->
            ours instanceof Credentials.Password password
                ? Optional.of(new Held(basic(password), Long.MAX_VALUE))
                : Optional.empty();
        case "bearer" -> Optional.of(bearer(challenge, ours));
        default -> Optional.empty(); // Negotiate, NTLM and the like
      };
    }

    private Held bearer(Challenge challenge, Credentials ours)
        throws InterruptedException, TroubleException {
      if (!(ours instanceof Credentials.RegistryToken token)) {
        return fetch(challenge, ours);
      }
      if (!isHeaderText(token.token())) {
        throw new TroubleException(Kind.LOGIN, "cannot be sent the token that is configured");
      }
      return new Held("Bearer " + token.token(), Long.MAX_VALUE);
    }

    private Held fetch(Challenge challenge, Credentials ours)
        throws InterruptedException, TroubleException {
      URI realm = realm(challenge.parameter("realm"), endpoint);
      String service = challenge.parameter("service");
      String scope = challenge.parameter("scope");
      Token token = new Token(realm, service, scope.isEmpty() ? endpoint.scope() : scope, ours);
      try {
        return exchange.run(token, Exchange.Login.NONE, !endpoint.mirror());
      } catch (TroubleException trouble) {
        throw about(realm, trouble, ours);
      }
    }

    /** The request for a token. */
    private final class Token implements Exchange.Call<Held> {
      private final URI realm;
      private final String query;
      private final Credentials ours;

      Token(URI realm, String service, String scope, Credentials ours) {
        this.realm = realm;
        this.ours = ours;
        StringBuilder words = new StringBuilder();
        if (!service.isEmpty()) {
          words.append("service=").append(encoded(service)).append('&');
        }
        this.query = words.append("scope=").append(encoded(scope)).toString();
      }

      @Override
      public URI address() {
        return URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query);
      }

      @Override
      public Map<String, String> headers() {
        return ours instanceof Credentials.Password password
            ? Map.of("Authorization", basic(password))
            : Map.of();
      }

      @Override
      public HttpDoor.Answer send(HttpDoor sender, Map<String, String> headers)
          throws IOException, InterruptedException {
        if (!(ours instanceof Credentials.IdentityToken identity)) {
          return sender.get(address(), headers);
        }
        return sender.post(
            realm,
            "grant_type=refresh_token&client_id=waybill&"
                + query
                + "&refresh_token="
                + encoded(identity.token()));
      }

      @Override
      public boolean accepts(int status) {
        return status == 200;
      }

      @Override
      public Held read(HttpDoor.Answer answer) throws IOException, TroubleException {
        return token(answer);
      }
    }

    private Held token(HttpDoor.Answer answer) throws IOException, TroubleException {
      byte[] body = answer.body().readNBytes(MAX_TOKEN_ANSWER + 1);
      if (body.length > MAX_TOKEN_ANSWER) {
        throw new TroubleException(Kind.WRONG_CONTENT, "gave a token of more than 1 MiB");
      }
      try {
        JsonNode root = JsonNode.read(body);
        Optional<String> token = root.text("token");
        if (token.isEmpty()) {
          token = root.text("access_token");
        }
        if (token.isEmpty() || !isHeaderText(token.get())) {
          throw new TroubleException(Kind.WRONG_CONTENT, "gave an answer without a token");
        }
        Optional<JsonNode> expires = root.member("expires_in");
        long life = expires.isEmpty() ? USUAL_LIFE_SECONDS : expires.get().count();
        Duration good = Duration.ofSeconds(Math.clamp(life - MARGIN_SECONDS, 1, MAX_LIFE_SECONDS));
        return new Held("Bearer " + token.get(), pauses.nanos() + good.toNanos());
      } catch (MalformedException malformed) {
        // Not its text: it may hold the token.
        throw new TroubleException(Kind.WRONG_CONTENT, "gave a token that is not good JSON");
      }
    }
  }

  private static TroubleException about(URI realm, TroubleException trouble, Credentials ours) {
    if (trouble.kind() == Kind.LOGIN && !(ours instanceof Credentials.Anonymous)) {
      return new TroubleException(
          Kind.LOGIN,
          "sent us to " + realm.getHost() + ", which does not accept the login that is configured");
    }
    Kind kind = trouble.kind() == Kind.NOT_FOUND ? Kind.REFUSED : trouble.kind();
    return new TroubleException(
        // Its own attempts are over.
        kind.retried() ? Kind.NO_TOKEN : kind,
        "sent us for a token to " + realm.getHost() + ", which " + trouble.getMessage(),
        trouble);
  }

  private static List<Challenge> challenges(HttpDoor.Answer refused) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : refused.response().headers().allValues("WWW-Authenticate")) {
      challenges.addAll(Challenge.parse(header));
    }
    return challenges;
  }

  /** Where tokens are, if it is a place to send credentials to. */
  private static URI realm(String text, Endpoint endpoint) throws TroubleException {
    URI realm;
    try {
      realm = URI.create(text);
    } catch (IllegalArgumentException noAddress) {
      throw new TroubleException(Kind.REDIRECT, "sends us for a token to what is no address");
    }
    if (!Endpoint.isOfHost(realm)
        || realm.getUserInfo() != null
        || realm.getRawFragment() != null) {
      throw new TroubleException(Kind.REDIRECT, "sends us for a token to what is no address");
    }
    boolean plain = "http".equalsIgnoreCase(realm.getScheme());
    boolean plainToo = "http".equals(endpoint.base().getScheme());
    if (!"https".equalsIgnoreCase(realm.getScheme()) && !(plain && plainToo)) {
      throw new TroubleException(
          Kind.REDIRECT, "sends us for a token to " + realm.getHost() + " without TLS");
    }
    return realm;
  }

  private static String basic(Credentials.Password password) {
    String pair = password.user() + ':' + password.secret();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isHeaderText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
