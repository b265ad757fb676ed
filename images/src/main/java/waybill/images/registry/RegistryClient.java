package waybill.images.registry;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import waybill.images.reference.RegistryReference;
import waybill.images.registry.TroubleException.Kind;
import waybill.images.source.Descriptor;
import waybill.images.source.JsonNode;
import waybill.images.source.Manifest;
import waybill.images.source.Sha256;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureException;

/**
 * Gets manifests and blobs from registries and their mirrors, verified. For any number of threads.
 * Opening one loads the JDK's HTTP client, which takes a while: only when something is missing.
 *
 * <p>All methods throw {@link FailureException} with the reason of every host that was asked, once.
 */
public final class RegistryClient implements AutoCloseable {
  private final RegistrySettings settings;
  private final HttpDoor door;
  private final Exchange exchange;
  private final Authorizer authorizer;

  /** With the machine's time: {@link Pauses#REAL}. */
  public RegistryClient(RegistrySettings settings, CredentialSource credentials, Pauses pauses) {
    this.settings = settings;
    this.door = new HttpDoor(settings);
    this.exchange = new Exchange(door, settings.patience(), pauses);
    this.authorizer = new Authorizer(exchange, credentials, pauses);
  }

  /** A request at one host. */
  private interface Asking<T> {
    T ask(Endpoint endpoint) throws InterruptedException, TroubleException;
  }

  /**
   * The manifest or index that a reference names by its digest or tag; of that digest, if it has
   * one.
   */
  public byte[] manifest(RegistryReference reference) throws InterruptedException {
    return everywhere(
        reference,
        endpoint -> {
          URI address = endpoint.at("manifests/" + reference.identifier());
          ManifestCall call = new ManifestCall(address, reference);
          return exchange.run(call, authorizer.login(endpoint), !endpoint.mirror());
        });
  }

  /** A small blob, such as a configuration. */
  public byte[] small(RegistryReference reference, Descriptor blob) throws InterruptedException {
    if (blob.size() > JsonNode.MAX_BYTES) {
      throw failure(
          reference,
          "",
          new TroubleException(
              Kind.WRONG_CONTENT, "has a configuration of " + blob.size() + " bytes"),
          reference.registry());
    }
    MemorySink sink = new MemorySink();
    blob(reference, blob, sink);
    return sink.bytes();
  }

  /** Brings all bytes of a blob that the sink does not have yet, and verifies them all. */
  public void blob(RegistryReference reference, Descriptor blob, BlobSink sink)
      throws InterruptedException {
    everywhere(
        reference,
        endpoint -> {
          BlobCall call = new BlobCall(endpoint.at("blobs/" + blob.digest()), blob, sink);
          if (sink.size() == blob.size() && sink.digest().equals(blob.digest())) {
            return true;
          }
          if (sink.size() == blob.size()) {
            sink.restart();
          }
          return exchange.run(call, authorizer.login(endpoint), !endpoint.mirror());
        });
  }

  /** Asks mirrors and registry, one after the other. */
  private <T> T everywhere(RegistryReference reference, Asking<T> asking)
      throws InterruptedException {
    reference.check();
    List<Endpoint> endpoints = Endpoint.of(reference, settings);
    StringBuilder mirrors = new StringBuilder();
    for (int i = 0; i < endpoints.size() - 1; i++) {
      try {
        return asking.ask(endpoints.get(i));
      } catch (TroubleException trouble) {
        mirrors
            .append("; its mirror ")
            .append(endpoints.get(i).host())
            .append(' ')
            .append(trouble.getMessage());
      }
    }
    Endpoint last = endpoints.getLast();
    try {
      return asking.ask(last);
    } catch (TroubleException trouble) {
      throw failure(reference, mirrors.toString(), trouble, last.host());
    }
  }

  private static FailureException failure(
      RegistryReference reference, String mirrors, TroubleException trouble, String host) {
    String message =
        "cannot get the image "
            + reference.canonical()
            + ": "
            + host
            + ' '
            + trouble.getMessage()
            + mirrors;
    return new FailureException(
        Failure.of(trouble.kind().code(), message).withHelp(trouble.kind().help()), trouble);
  }

  private record ManifestCall(URI address, RegistryReference reference)
      implements Exchange.Call<byte[]> {

    @Override
    public Map<String, String> headers() {
      return Map.of("Accept", Manifest.ACCEPTED, "Accept-Encoding", "identity");
    }

    @Override
    public boolean accepts(int status) {
      return status == 200;
    }

    @Override
    public byte[] read(HttpDoor.Answer answer) throws IOException, TroubleException {
      byte[] bytes = answer.body().readNBytes(JsonNode.MAX_BYTES + 1);
      if (bytes.length > JsonNode.MAX_BYTES) {
        throw new TroubleException(Kind.WRONG_CONTENT, "sent a manifest of more than 4 MiB");
      }
      String said =
          reference.digest().orElseGet(() -> answer.header("Docker-Content-Digest").strip());
      String digest = Sha256.of(bytes);
      if (RegistryReference.isDigest(said) && !said.equals(digest)) {
        throw new TroubleException(
            Kind.WRONG_CONTENT, "sent a manifest with the digest " + digest + " for " + said);
      }
      return bytes;
    }
  }

  @Override
  public void close() {
    door.close();
  }
}
