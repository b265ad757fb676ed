package waybill.images.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The files of an image that lies in a folder or in a tar archive. For any number of threads. */
interface PackedFiles extends AutoCloseable {

  /** The size of a file in bytes; empty where there is none of that name. */
  Optional<Long> size(String name) throws IOException;

  /** The content of a file; each stream has its own position. */
  InputStream open(String name) throws IOException;

  /**
   * The whole content of a small file.
   *
   * @throws MalformedException if it is larger
   */
  default byte[] read(String name, int most) throws IOException, MalformedException {
    try (InputStream in = open(name)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new MalformedException("is larger than " + (most >> 20) + " MiB");
      }
      return bytes;
    }
  }

  @Override
  void close() throws IOException;
}
