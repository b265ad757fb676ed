package waybill.images.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where the bytes of a layer's archive come from, and what is known about them beforehand. */
public interface ArchiveSource {

  /** For messages: a file, or a layer of an image. */
  String name();

  /** The archive from its beginning, as it is stored: plain, or compressed by gzip or zstd. */
  InputStream open() throws IOException;

  /** The digest that the stored bytes must have: {@code sha256:} and 64 hexadecimal digits. */
  Optional<String> digest();

  /** The digest that the archive must have after decompression, by which layers are known. */
  Optional<String> diffId();
}
