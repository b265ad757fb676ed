package waybill.dialects.tyger.store;

import java.util.List;

/** Where the contents of buffers are, as far as buffers care. */
interface Containers {
  /** Makes an empty one. */
  void create(String id);

  /** The ids of all that there are. */
  List<String> ids();

  /** Takes it away with all that is in it; there may be none. */
  void remove(String id);
}
