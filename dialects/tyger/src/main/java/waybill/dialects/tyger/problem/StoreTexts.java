package waybill.dialects.tyger.problem;

/** What the server says of things that are kept; other programs look for these texts. */
public final class StoreTexts {
  public static final String BAD_CONTINUATION = "Invalid continuation token.";
  public static final String OTHER_ETAG = "ETag does not match";
  public static final String ALREADY_DELETED = "Buffer is already soft-deleted";
  public static final String NOT_DELETED = "Buffer is not soft-deleted";

  private StoreTexts() {}
}
