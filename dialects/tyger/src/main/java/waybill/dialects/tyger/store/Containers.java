package waybill.dialects.tyger.store;

/** Where the contents of buffers are, as far as buffers care. */
interface Containers {
  /** Makes an empty one. */
  void create(String id);

  /** Takes it away with all that is in it; there may be none. */
  void remove(String id);
}
