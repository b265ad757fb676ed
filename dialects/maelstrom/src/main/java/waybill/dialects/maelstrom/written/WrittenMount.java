package waybill.dialects.maelstrom.written;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import waybill.model.document.Span;
import waybill.model.task.Mount.Device;

/** Something mounted into the job's root. */
public sealed interface WrittenMount {
  Span span();

  /**
   * A file or folder of the caller's.
   *
   * @param localPath relative to the project's folder
   */
  record Bind(String mountPoint, String localPath, boolean readOnly, Span span)
      implements WrittenMount {}

  /** Devices of the host; each once, in the order of their names. */
  record Devices(Set<Device> devices, Span span) implements WrittenMount {
    public Devices {
      EnumSet<Device> sorted = EnumSet.noneOf(Device.class);
      sorted.addAll(devices);
      devices = Collections.unmodifiableSet(sorted);
    }
  }

  /** A fresh file system of the kernel's. */
  record FileSystem(Kind kind, String mountPoint, Span span) implements WrittenMount {}

  /** The kinds of file systems. */
  enum Kind {
    DEVPTS,
    MQUEUE,
    PROC,
    SYS,
    TMP
  }
}
