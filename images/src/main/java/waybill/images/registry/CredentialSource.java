package waybill.images.registry;

/** Knows credentials. For any number of threads. */
public interface CredentialSource {

  /** Nobody logs in anywhere. */
  CredentialSource NONE = registry -> new Credentials.Anonymous();

  /**
   * Those for a registry.
   *
   * @param registry host, with a port where one was written
   * @throws waybill.model.failure.FailureException when the place where they are kept is damaged
   */
  Credentials of(String registry) throws InterruptedException;
}
