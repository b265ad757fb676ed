package waybill.dialects.tyger.buffer;

import java.io.IOException;


/** The blobs of one buffer, wherever they are. For any number of threads. (Owner: ty-buffers, who fills it in.) */
public interface BlobAccess {
  /** What the place is called in messages. */
  String name() throws IOException;
}
