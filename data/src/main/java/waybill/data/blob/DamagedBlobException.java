package waybill.data.blob;

import java.io.IOException;

/**
 * What is stored of a blob can be read and is not what was written, so that it is in vain to ask
 * again: the cause of the failure that says so.
 */
public final class DamagedBlobException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedBlobException(String what) {
    super(what);
  }

  DamagedBlobException(String what, Throwable cause) {
    super(what, cause);
  }
}
