package waybill.images.unpack;

/** How the digests of archives and blobs are calculated: SHA-256. Safe for all threads. */
public interface Hashing {

  /** Begins a digest. */
  Hash begin();

  /** In this process, which is best for what is small. */
  static Hashing inJava() {
    return new JavaHashing();
  }

  /**
   * One digest on its way. For one thread at a time. Everything may fail with {@link
   * waybill.model.failure.FailureException} where others calculate it.
   */
  interface Hash extends AutoCloseable {

    /** Takes the next bytes. */
    void update(byte[] bytes, int offset, int length);

    /**
     * Ends it: after this there is only {@link #close}.
     *
     * @return {@code sha256:} and 64 lower-case hexadecimal digits
     */
    String digest();

    /** Nothing of it is left, whether it was ended or not. */
    @Override
    void close();
  }
}
