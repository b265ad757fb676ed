package waybill.dialects.maelstrom.resolved;

/** Told how preparations go that take long; from any thread, often. Returns at once. */
public interface Preparations {

  /** Nobody listens. */
  Preparations NONE =
      new Preparations() {
        @Override
        public void now(String what, String state) {}

        @Override
        public void over(String what) {}
      };

  /**
   * Something is being got.
   *
   * @param what the name of an image
   * @param state how far it is, in a few words
   */
  void now(String what, String state);

  /** It is here, or cannot be had. */
  void over(String what);
}
