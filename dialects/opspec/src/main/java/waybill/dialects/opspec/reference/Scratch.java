package waybill.dialects.opspec.reference;

import java.nio.file.Path;

/** Where a call puts files that nobody else made. Gone when the run is over. */
public interface Scratch {

  /** A new file with that content. */
  Path file(byte[] content);

  /** A new empty folder. */
  Path folder();
}
