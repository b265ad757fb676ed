package waybill.dialects.opspec.coercion;

import java.nio.file.Path;

/** Where files come to be that nobody else made. */
public interface NewFiles {

  /** A new file with that content. */
  Path file(byte[] content);

  /** A new empty folder. */
  Path folder();
}
