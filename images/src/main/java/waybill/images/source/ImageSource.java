package waybill.images.source;

import java.io.IOException;
import waybill.images.unpack.ArchiveSource;

/**
 * Where one image comes from. For one thread, but for {@link #layer}, which any number may call.
 *
 * <p>All methods throw {@link waybill.model.failure.FailureException} for what is wrong with the
 * image or the place it lies in.
 */
public interface ImageSource extends AutoCloseable {

  /** Finds out what the image consists of, from verified documents. */
  ImageContents contents() throws InterruptedException;

  /**
   * Gets a layer's archive to where it can be read.
   *
   * @param listener told of what comes over a network
   */
  ArchiveSource layer(ImageLayer layer, ByteListener listener)
      throws IOException, InterruptedException;

  /**
   * Looks whether the archive that was given for a layer is damaged, or gone, although it was good
   * once; then makes away with it and returns true: the next {@link #layer} gets it anew.
   */
  default boolean isDamaged(ImageLayer layer) {
    return false;
  }

  @Override
  void close();

  /** Told how many bytes there are so far, often, and from the thread that gets them. */
  interface ByteListener {
    /** Nobody. */
    ByteListener NONE = done -> {};

    void bytes(long done);
  }
}
