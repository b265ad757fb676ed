package waybill.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.images.reference.RegistryReference;
import waybill.images.registry.FakeRegistry.Reply;
import waybill.images.registry.FakeRegistry.Request;
import waybill.images.source.Descriptor;
import waybill.images.source.TestImage;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

@Timeout(60)
class RegistryClientTest {
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          4,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  private final TestImage image = TestImage.of("client", 1);
  private final NoPauses pauses = new NoPauses();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private FakeRegistry registry(Function<Request, Reply> handler) {
    FakeRegistry registry = new FakeRegistry(handler);
    open.add(registry);
    return registry;
  }

  private FakeRegistry good() {
    return registry(FakeRegistry.serving(image, Map.of("1", image.manifest())));
  }

  private RegistryClient client(
      CredentialSource credentials, Map<String, List<String>> mirrors, FakeRegistry... plain) {
    Set<String> hosts = new java.util.HashSet<>();
    for (FakeRegistry registry : plain) {
      hosts.add(registry.host());
    }
    RegistryClient client =
        new RegistryClient(new RegistrySettings(mirrors, hosts, SHORT), credentials, pauses);
    open.add(client);
    return client;
  }

  private RegistryClient client(FakeRegistry registry) {
    return client(CredentialSource.NONE, Map.of(), registry);
  }

  private static RegistryReference reference(FakeRegistry registry) {
    return RegistryReference.parse(registry.host() + "/a/b:1");
  }

  private static Failure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }

  private byte[] layer() {
    return image.blob(image.layers().getFirst().digest());
  }

  private byte[] download(RegistryClient client, FakeRegistry registry)
      throws InterruptedException {
    MemorySink sink = new MemorySink();
    client.blob(reference(registry), image.layers().getFirst(), sink);
    return sink.bytes();
  }

  @Test
  void manifestsAndBlobsComeVerified() throws Exception {
    FakeRegistry registry = good();
    RegistryClient client = client(registry);

    assertThat(client.manifest(reference(registry)))
        .isEqualTo(image.blob(image.manifest().digest()));
    assertThat(client.manifest(reference(registry).at(image.manifest().digest())))
        .isEqualTo(image.blob(image.manifest().digest()));
    assertThat(download(client, registry)).isEqualTo(layer());
    assertThat(client.small(reference(registry), image.config()))
        .isEqualTo(image.blob(image.config().digest()));
    assertThat(registry.requests().getFirst().path()).isEqualTo("/v2/a/b/manifests/1");
    assertThat(registry.requests().getFirst().header("accept"))
        .contains("application/vnd.oci.image.index.v1+json");
  }

  @Test
  void aManifestOfAnotherDigestIsRefused() {
    FakeRegistry registry = good();
    FakeRegistry liar =
        registry(request -> Reply.of(200).body(image.blob(image.config().digest())));

    Failure failure =
        failure(() -> client(liar).manifest(reference(liar).at(image.manifest().digest())));
    assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_UNUSABLE);
    assertThat(failure.message())
        .isEqualTo(
            "cannot get the image "
                + liar.host()
                + "/a/b@"
                + image.manifest().digest()
                + ": "
                + liar.host()
                + " sent a manifest with the digest "
                + image.config().digest()
                + " for "
                + image.manifest().digest());
    FakeRegistry contradicting =
        registry(
            request ->
                Reply.of(200)
                    .header("Docker-Content-Digest", image.config().digest())
                    .body(image.blob(image.manifest().digest())));
    assertThatThrownBy(() -> client(contradicting).manifest(reference(contradicting)))
        .hasMessageContaining("sent a manifest with the digest");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void aGiantManifestIsNotReadToItsEnd() {
    FakeRegistry registry = registry(request -> Reply.of(200).body(new byte[5 << 20]));
    assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
        .hasMessageEndingWith("sent a manifest of more than 4 MiB");
  }

  @Test
  void aBlobOfAnotherDigestIsRefusedAndNotAskedForAgain() {
    byte[] wrong = layer().clone();
    wrong[20] ^= 1;
    FakeRegistry registry = registry(request -> Reply.of(200).body(wrong));
    Failure failure = failure(() -> download(client(registry), registry));
    assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_UNUSABLE);
    assertThat(failure.message())
        .contains("sent bytes with the digest sha256:")
        .endsWith(" for " + image.layers().getFirst().digest());
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void aBlobOfAnotherSizeIsRefused() {
    FakeRegistry longer =
        registry(request -> Reply.of(200).body(Arrays.copyOf(layer(), layer().length + 1)));
    assertThatThrownBy(() -> download(client(longer), longer))
        .hasMessageContaining(" has " + (layer().length + 1) + " bytes for sha256:")
        .hasMessageEndingWith("which has to have " + layer().length);
    FakeRegistry unannounced =
        registry(
            request -> {
              byte[] body = Arrays.copyOf(layer(), 1 << 20);
              return new Reply(200, Map.of(), body, -1, body.length, false);
            });
    assertThatThrownBy(() -> download(client(unannounced), unannounced))
        .hasMessageContaining("sent more than the " + layer().length + " bytes");
    FakeRegistry shorter = registry(request -> Reply.of(200).body(Arrays.copyOf(layer(), 30)));
    assertThatThrownBy(() -> download(client(shorter), shorter))
        .hasMessageContaining("sent only 30 of " + layer().length + " bytes");
  }

  @Test
  void aCutBlobGoesOnWhereItWasCut() throws Exception {
    TestImage large = TestImage.large();
    Descriptor blob = large.layers().getFirst();
    Function<Request, Reply> whole = FakeRegistry.serving(large, Map.of());
    FakeRegistry registry = registry(request -> whole.apply(request).cutAfter(300_000));
    MemorySink sink = new MemorySink();

    client(registry).blob(reference(registry), blob, sink);

    assertThat(sink.bytes()).isEqualTo(large.blob(blob.digest()));
    long last = -1;
    for (Request request : registry.requests()) {
      String from = request.header("range").replaceAll("\\D", "");
      long start = from.isEmpty() ? 0 : Long.parseLong(from);
      assertThat(start).isGreaterThan(last);
      last = start;
    }
    assertThat(last).isGreaterThan(700_000);
    assertThat(pauses.pauses()).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void aCutBlobBeginsAnewWhereTheRegistryKnowsNoRanges() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    FakeRegistry registry =
        registry(
            request ->
                Reply.of(200)
                    .body(layer())
                    .cutAfter(asked.getAndIncrement() == 0 ? 40 : layer().length));
    assertThat(download(client(registry), registry)).isEqualTo(layer());
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void damagedBytesOfAnEarlierTimeAreReplaced() throws Exception {
    FakeRegistry registry = good();
    MemorySink sink = new MemorySink();
    sink.write(new byte[10], 0, 10);
    client(registry).blob(reference(registry), image.layers().getFirst(), sink);
    assertThat(sink.bytes()).isEqualTo(layer());
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void aConnectionThatIsAlwaysCutIsGivenUp() {
    FakeRegistry registry = registry(request -> Reply.of(200).body(layer()).cutAfter(0));
    Failure failure = failure(() -> download(client(registry), registry));
    assertThat(failure.code()).isEqualTo(FailureCode.REGISTRY_UNAVAILABLE);
    assertThat(failure.message()).contains("cut the connection: ");
    assertThat(registry.requests()).hasSize(4);
    assertThat(pauses.pauses())
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({
    "401, REGISTRY_REFUSED, wants a login (401) and says: no no, 1",
    "403, REGISTRY_REFUSED, does not let us have it (403) and says: no no, 1",
    "404, IMAGE_NOT_FOUND, does not have it (404) and says: no no, 1",
    "418, IMAGE_UNUSABLE, answers with status 418 and says: no no, 1",
    "429, REGISTRY_UNAVAILABLE, wants fewer requests (429) and says: no no, 4",
    "500, REGISTRY_UNAVAILABLE, is in trouble (500) and says: no no, 4",
    "503, REGISTRY_UNAVAILABLE, is in trouble (503) and says: no no, 4",
  })
  void refusalsSayWhatTheRegistrySaid(int status, FailureCode code, String text, int requests) {
    FakeRegistry registry =
        registry(
            request ->
                Reply.of(status)
                    .body("{\"errors\":[{\"code\":\"X\",\"message\":\"no\\u001bno\"}]}"));
    Failure failure = failure(() -> client(registry).manifest(reference(registry)));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message())
        .isEqualTo(
            "cannot get the image " + registry.host() + "/a/b:1: " + registry.host() + " " + text);
    assertThat(failure.help()).isPresent();
    assertThat(registry.requests()).hasSize(requests);
  }

  @Test
  void aBusyRegistryIsGivenTheTimeItAsksForWithinBounds() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Function<Request, Reply> whole = FakeRegistry.serving(image, Map.of("1", image.manifest()));
    FakeRegistry registry =
        registry(
            request ->
                switch (asked.getAndIncrement()) {
                  case 0 -> Reply.of(429).header("Retry-After", "7");
                  case 1 ->
                      Reply.of(503)
                          .header("Date", "Wed, 21 Oct 2026 07:28:00 GMT")
                          .header("Retry-After", "Wed, 21 Oct 2026 07:28:09 GMT");
                  default -> whole.apply(request); // from then on
                });
    assertThat(client(registry).manifest(reference(registry))).isNotEmpty();
    assertThat(pauses.pauses()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(9));

    FakeRegistry closed = registry(request -> Reply.of(429).header("Retry-After", "21600"));
    assertThatThrownBy(() -> client(closed).manifest(reference(closed)))
        .hasMessageContaining("wants fewer requests");
    assertThat(closed.requests()).hasSize(1);
  }

  @Test
  void aRegistryThatNeverAnswersIsGivenUp() {
    FakeRegistry registry = registry(request -> Reply.never());
    assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
        .hasMessageContaining("does not answer: no answer came for 500 ms");
    assertThat(registry.requests()).hasSize(2);

    FakeRegistry stalling = registry(request -> Reply.of(200).body(layer()).stallAfter(10));
    assertThatThrownBy(() -> download(client(stalling), stalling))
        .hasMessageContaining("nothing came for 500 ms");
  }

  @Test
  void nobodyListeningAndUnknownHostsAreToldApart() {
    FakeRegistry registry = good();
    registry.close();
    assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
        .hasMessageEndingWith("does not take connections: connection refused");
    assertThatThrownBy(
            () -> client(registry).manifest(RegistryReference.parse("no-such-host.invalid/a/b:1")))
        .hasMessage(
            "cannot get the image no-such-host.invalid/a/b:1: no-such-host.invalid is not a known"
                + " host");
  }

  @Test
  void aRegistryWithoutTlsSaysThatItHasNone() {
    FakeRegistry registry = good();
    RegistryClient client = client(CredentialSource.NONE, Map.of());
    Failure failure = failure(() -> client.manifest(reference(registry)));
    assertThat(failure.message()).contains("cannot be spoken to by TLS: ");
    assertThat(failure.help()).get().asString().contains("without TLS");
  }

  @Test
  void endlessRedirectsAreLeft() {
    FakeRegistry registry =
        registry(request -> Reply.of(307).header("Location", request.path() + "x"));
    assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
        .hasMessageEndingWith("leads astray: it redirects more than 5 times");
    assertThat(registry.requests()).hasSize(6);
  }

  @Test
  void anotherHostDoesNotHearOurPassword() throws Exception {
    Function<Request, Reply> whole = FakeRegistry.serving(image, Map.of());
    FakeRegistry storage = registry(whole);
    FakeRegistry registry =
        registry(
            request ->
                request.header("authorization").isEmpty()
                    ? Reply.of(401).header("WWW-Authenticate", "Basic realm=\"x\"")
                    : Reply.of(307)
                        .header("Location", "http://" + storage.host() + request.path()));
    RegistryClient client =
        client((host, repository) -> new Credentials.Password("me", "secret"), Map.of(), registry);

    assertThat(download(client, registry)).isEqualTo(layer());
    assertThat(registry.requests().getLast().header("authorization")).startsWith("Basic ");
    assertThat(storage.requests()).hasSize(1);
    assertThat(storage.requests().getFirst().header("authorization")).isEmpty();
  }

  @Test
  void aTokenIsFetchedOnceAndUsedUntilItRunsOut() throws Exception {
    AtomicReference<String> base = new AtomicReference<>("");
    AtomicInteger tokens = new AtomicInteger();
    Function<Request, Reply> whole = FakeRegistry.serving(image, Map.of("1", image.manifest()));
    FakeRegistry registry =
        registry(
            request -> {
              if (request.path().startsWith("/token")) {
                return Reply.of(200)
                    .body("{\"token\":\"t" + tokens.incrementAndGet() + "\",\"expires_in\":100}");
              }
              return request.header("authorization").equals("Bearer t" + tokens.get())
                      && tokens.get() > 0
                  ? whole.apply(request)
                  : Reply.of(401)
                      .header(
                          "WWW-Authenticate",
                          "Bearer realm=\"http://"
                              + base.get()
                              + "/token?a=b\",service=\"the registry\",scope=\"repository:a/b:pull\"");
            });
    base.set(registry.host());
    RegistryClient client =
        client((host, repository) -> new Credentials.Password("me", "secret"), Map.of(), registry);

    client.manifest(reference(registry));
    download(client, registry);
    assertThat(tokens).hasValue(1);
    Request token =
        registry.requests().stream()
            .filter(r -> r.path().startsWith("/token"))
            .findFirst()
            .orElseThrow();
    assertThat(token.path())
        .isEqualTo("/token?a=b&service=the+registry&scope=repository%3Aa%2Fb%3Apull");
    assertThat(token.header("authorization")).startsWith("Basic ");

    pauses.pass(Duration.ofSeconds(96));
    download(client, registry);
    assertThat(tokens).hasValue(2);
  }

  @Test
  void anIdentityTokenIsExchangedByAForm() throws Exception {
    AtomicReference<String> base = new AtomicReference<>("");
    Function<Request, Reply> whole = FakeRegistry.serving(image, Map.of("1", image.manifest()));
    FakeRegistry registry =
        registry(
            request ->
                request.method().equals("POST")
                    ? Reply.of(200).body("{\"access_token\":\"t\"}")
                    : request.header("authorization").equals("Bearer t")
                        ? whole.apply(request)
                        : Reply.of(401)
                            .header(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://" + base.get() + "/token\",service=s"));
    base.set(registry.host());
    RegistryClient client =
        client(
            (host, repository) -> new Credentials.IdentityToken("ide/ntity"), Map.of(), registry);
    client.manifest(reference(registry));
    assertThat(registry.requests().get(1).body())
        .isEqualTo(
            "grant_type=refresh_token&client_id=waybill&service=s&scope=repository%3Aa%2Fb%3Apull"
                + "&refresh_token=ide%2Fntity");
  }

  @Test
  void aTokenThatNeverComesAndLoginsThatAreNotTakenAreTold() {
    AtomicReference<Reply> token = new AtomicReference<>(Reply.never());
    AtomicReference<String> base = new AtomicReference<>("");
    FakeRegistry registry =
        registry(
            request ->
                request.path().startsWith("/token")
                    ? token.get()
                    : Reply.of(401)
                        .header(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://" + base.get() + "/token\""));
    base.set(registry.host());
    assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
        .hasMessageContaining(
            "sent us for a token to 127.0.0.1, which does not answer: no answer came for 500 ms");

    token.set(Reply.of(401));
    assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
        .hasMessageContaining("which wants a login (401)");
    CredentialSource me = (host, repository) -> new Credentials.Password("me", "hush-hush");
    assertThatThrownBy(() -> client(me, Map.of(), registry).manifest(reference(registry)))
        .hasMessageContaining("which does not accept the login that is configured")
        .hasMessageNotContaining("hush-hush");

    token.set(Reply.of(200).body("{\"token\":\"a\\r\\nb\"}"));
    assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
        .hasMessageContaining("gave an answer without a token");
    token.set(Reply.of(200).body(new byte[2 << 20]));
    assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
        .hasMessageContaining("gave a token of more than 1 MiB");
    token.set(Reply.of(200).body("{\"token\":\"always refused\"}".replace(' ', '-')));
    assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
        .hasMessageContaining("wants a login (401)");
  }

  @Test
  void mirrorsAreAskedFirstAndTheRegistryWhereTheyFail() throws Exception {
    FakeRegistry mirror = good();
    FakeRegistry broken = registry(request -> Reply.of(404));
    FakeRegistry registry = registry(request -> Reply.of(403));
    RegistryClient client =
        client(
            CredentialSource.NONE,
            Map.of(registry.host(), List.of(broken.host(), mirror.host() + "/cache")),
            mirror,
            broken,
            registry);

    assertThat(client.manifest(reference(registry))).isNotEmpty();
    assertThat(mirror.requests().getFirst().path()).isEqualTo("/v2/cache/a/b/manifests/1");
    assertThat(registry.requests()).isEmpty();

    assertThatThrownBy(() -> client.manifest(RegistryReference.parse(registry.host() + "/a/b:2")))
        .hasMessage(
            "cannot get the image "
                + registry.host()
                + "/a/b:2: "
                + registry.host()
                + " does not let us have it (403); its mirror "
                + broken.host()
                + " does not have it (404); its mirror "
                + mirror.host()
                + " does not have it (404) and says: not here");
  }

  @Test
  void hostsThatAreNoneAreRefusedBeforeAnybodyIsAsked() {
    FakeRegistry registry = good();
    assertThatThrownBy(() -> client(registry).manifest(RegistryReference.parse("1.2.3.999/a:1")))
        .hasMessage("`1.2.3.999` is not the name of a registry");
    for (String mirror : List.of("http://x", "a b", "m:99999", "me@m", "m?a", "")) {
      RegistryClient client =
          client(CredentialSource.NONE, Map.of(registry.host(), List.of(mirror)), registry);
      assertThatThrownBy(() -> client.manifest(reference(registry)))
          .hasMessageEndingWith(" is not the name of a mirror");
    }
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void tokensAreNotFetchedFromWhereOthersCouldListen() {
    AtomicReference<String> realm = new AtomicReference<>("");
    FakeRegistry registry =
        registry(
            request ->
                Reply.of(401).header("WWW-Authenticate", "Bearer realm=\"" + realm.get() + "\""));
    for (String bad :
        List.of("", "a b", "file:///etc/passwd", "http://me:x@a.example/", "http://a:0/")) {
      realm.set(bad);
      assertThatThrownBy(() -> client(registry).manifest(reference(registry)))
          .hasMessageContaining("sends us for a token to ");
    }
    assertThatThrownBy(
            () ->
                client(
                        (host, repository) -> new Credentials.RegistryToken("a\nb"),
                        Map.of(),
                        registry)
                    .manifest(reference(registry)))
        .hasMessageContaining("cannot be sent the token that is configured");
  }

  @Test
  void anInterruptEndsItAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    FakeRegistry registry =
        registry(
            request -> {
              asked.countDown();
              return Reply.never();
            });
    RegistryClient client =
        new RegistryClient(
            new RegistrySettings(Map.of(), Set.of(registry.host()), Patience.DEFAULT),
            CredentialSource.NONE,
            pauses);
    open.add(client);
    AtomicReference<Throwable> ended = new AtomicReference<>(new AssertionError("not ended"));
    Thread asking =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    client.manifest(reference(registry));
                  } catch (InterruptedException | RuntimeException e) {
                    ended.set(e);
                  }
                });
    asked.await();
    asking.interrupt();
    asking.join();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void theSizeOfADocumentIsBoundedBeforeItIsAskedFor() {
    FakeRegistry registry = good();
    Descriptor giant = new Descriptor("", image.config().digest(), 1L << 40);
    assertThatThrownBy(() -> client(registry).small(reference(registry), giant))
        .hasMessageContaining("has a configuration of 1099511627776 bytes");
  }
}
