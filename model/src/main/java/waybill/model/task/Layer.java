package waybill.model.task;

import java.nio.file.Path;

/** What a root is stacked from. */
public sealed interface Layer {

  /**
   * A folder tree in the layer store.
   *
   * @param digest {@code sha256:} and 64 lower-case hexadecimal digits
   * @param ids for which tasks it was made: whose its files are
   */
  record Stored(String digest, Ids ids) implements Layer {}

  /**
   * A folder of the host, read-only, as it is at the time of the launch.
   *
   * @param path absolute
   */
  record Folder(Path path) implements Layer {}

  /**
   * The host's own program folders, read-only: {@code /usr}, {@code /bin}, {@code /lib*}, {@code
   * /opt} and a few files of {@code /etc}; never homes, {@code /run}, {@code /var} or {@code /tmp}.
   */
  record HostPrograms() implements Layer {}
}
