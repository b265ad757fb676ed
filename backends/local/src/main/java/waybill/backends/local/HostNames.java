package waybill.backends.local;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import waybill.sandbox.Step;

/**
 * The files by which programs find names in the host's network, as they are now: a laptop that
 * changes its network gives the next task other ones. The task may change its copies.
 */
final class HostNames {
  /** Of each file; longer ones are cut, which no name server's list ever is. */
  private static final int MAX_BYTES = 1 << 20;

  private HostNames() {}

  /** What the host lacks is left out: then the image's own file is as good as any. */
  static List<Step.File> read() {
    var files = new ArrayList<Step.File>(3);
    add(files, "/etc/hosts", "/etc/hosts");
    add(files, "/etc/resolv.conf", "/etc/resolv.conf");
    add(files, "/etc/hostname", "/proc/sys/kernel/hostname");
    return files;
  }

  private static void add(List<Step.File> files, String target, String source) {
    try (var in = new FileInputStream(source)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      files.add(new Step.File(target, new String(bytes, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return; // not there, or not for us to read
    }
  }
}
