package waybill.images.image;

/**
 * Told how the getting of images goes, from any thread, often; must return at once. Where nothing
 * has to be got, nothing is told.
 */
public interface ImageProgress {

  /** Nobody listens. */
  ImageProgress NONE =
      new ImageProgress() {
        @Override
        public void resolving(String image) {}

        @Override
        public void layer(String image, int number, int count, long done, long total) {}

        @Override
        public void unpacking(String image, int number, int count) {}

        @Override
        public void finished(String image) {}
      };

  /** A registry is asked what an image is now. */
  void resolving(String image);

  /**
   * Bytes of a layer are here.
   *
   * @param number 1 to {@code count}
   * @param count layers of the image
   * @param done bytes
   * @param total bytes
   */
  void layer(String image, int number, int count, long done, long total);

  /** A layer is here and is being unpacked. */
  void unpacking(String image, int number, int count);

  /** Nothing more will be told of that image, because it is here or cannot be had. */
  void finished(String image);
}
