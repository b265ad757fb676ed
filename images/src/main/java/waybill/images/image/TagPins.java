package waybill.images.image;

import java.util.Optional;
import waybill.images.reference.RegistryReference;

/**
 * What a language remembers about tags, for example in a lock file beside the job. For any number
 * of threads.
 */
public interface TagPins {

  /**
   * A language that remembers nothing. Then the copy that is here counts, as with other container
   * tools, until somebody pulls the image again.
   */
  TagPins NONE =
      new TagPins() {
        @Override
        public boolean decides() {
          return false;
        }

        @Override
        public Optional<String> pinned(RegistryReference reference) {
          return Optional.empty();
        }

        @Override
        public void pin(RegistryReference reference, String digest) {}
      };

  /** Whether a tag that is not pinned is to be asked for anew, although a copy may be here. */
  default boolean decides() {
    return true;
  }

  /** The digest that a tag was found to mean: that of the index, or of the only manifest. */
  Optional<String> pinned(RegistryReference reference);

  /**
   * A tag was asked for and means that digest. Not called for references with a digest.
   *
   * @throws waybill.model.failure.FailureException when it cannot be remembered
   */
  void pin(RegistryReference reference, String digest);
}
