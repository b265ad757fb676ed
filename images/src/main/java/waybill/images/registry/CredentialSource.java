package waybill.images.registry;

/** Knows credentials. For any number of threads. */
public interface CredentialSource {

  /** Nobody logs in anywhere. */
  CredentialSource NONE = (registry, repository) -> new Credentials.Anonymous();

  /**
   * Those for a repository: a registry may know several users of one machine, each with
   * repositories of his own.
   *
   * @param registry host, with a port where one was written
   * @param repository as this registry calls it, for example {@code library/busybox}
   * @throws waybill.model.failure.FailureException when the place where they are kept is damaged
   */
  Credentials of(String registry, String repository) throws InterruptedException;
}
