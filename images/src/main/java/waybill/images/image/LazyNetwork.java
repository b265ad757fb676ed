package waybill.images.image;

import java.util.Optional;
import java.util.function.Supplier;
import waybill.images.registry.CredentialSource;
import waybill.images.registry.Pauses;
import waybill.images.registry.RegistryClient;
import waybill.images.registry.RegistrySettings;

/** The network, opened when it is first needed: until then no class of it is loaded. */
final class LazyNetwork implements RegistrySource.Network, AutoCloseable {
  private final Supplier<RegistrySettings> settings;
  private final CredentialSource credentials;
  private final Pauses pauses;
  private Optional<RegistryClient> client = Optional.empty();
  private boolean closed;

  LazyNetwork(Supplier<RegistrySettings> settings, CredentialSource credentials, Pauses pauses) {
    this.settings = settings;
    this.credentials = credentials;
    this.pauses = pauses;
  }

  @Override
  public synchronized RegistryClient client() {
    if (closed) {
      throw new IllegalStateException("the images are closed");
    }
    if (client.isEmpty()) {
      client = Optional.of(new RegistryClient(settings.get(), credentials, pauses));
    }
    return client.get();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client.isPresent()) {
      client.get().close();
      client = Optional.empty();
    }
  }
}
