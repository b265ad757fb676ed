package waybill.images.source;

/** A document is not what it should be. Its message goes on: {@code the manifest …}. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is wrong, for example {@code has no layers}. */
  public MalformedException(String message) {
    super(message);
  }
}
