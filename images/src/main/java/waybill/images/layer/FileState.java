package waybill.images.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the kernel says of a file without reading it. As long as nothing of it changes, neither does
 * the content: writing to a file moves its change time, which no program can set back.
 *
 * @param mode type, permissions and special bits
 * @param size in bytes
 * @param modified nanoseconds since 1970
 * @param changed of content or attributes, nanoseconds since 1970
 */
record FileState(long device, long inode, int mode, long size, long modified, long changed) {
  private static final String ATTRIBUTES = "unix:dev,ino,mode,size,lastModifiedTime,ctime";
  private static final LinkOption[] FOLLOW = {};
  private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;

  /** Permissions and the sticky bit; a layer has no owner that set-id bits could lend. */
  private static final int STORED_MODE = 01777;

  private static final long NANOS = 1_000_000_000L;

  /**
   * Changes within one tick of the file system's clock can leave all times as they were. The
   * coarsest clock of a file system in use ticks every two seconds.
   */
  private static final long TICK_MILLIS = 2000;

  static FileState read(Path file, boolean follow) throws IOException {
    Map<String, Object> found = Files.readAttributes(file, ATTRIBUTES, follow ? FOLLOW : NO_FOLLOW);
    return new FileState(
        number(found, "dev"),
        number(found, "ino"),
        (int) number(found, "mode"),
        number(found, "size"),
        time(found, "lastModifiedTime"),
        time(found, "ctime"));
  }

  boolean isFile() {
    return (mode & TYPE) == REGULAR;
  }

  boolean isFolder() {
    return (mode & TYPE) == DIRECTORY;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  int storedMode() {
    return mode & STORED_MODE;
  }

  long modifiedSeconds() {
    return Math.floorDiv(modified, NANOS);
  }

  boolean sameFile(FileState other) {
    return device == other.device && inode == other.inode;
  }

  /**
   * Whether any later change will show in this state. A file that was changed just before it was
   * looked at may be changed once more in the same tick.
   *
   * @param lookedAtMillis a time before the content was read
   */
  boolean isSettledAt(long lookedAtMillis) {
    return Math.max(modified, changed) / 1_000_000 < lookedAtMillis - TICK_MILLIS;
  }

  void appendTo(StringBuilder text) {
    text.append(device).append(' ').append(inode).append(' ').append(mode).append(' ');
    text.append(size).append(' ').append(modified).append(' ').append(changed);
  }

  private static long number(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IOException("the system does not tell the " + name + " of files");
  }

  private static long time(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof FileTime time) {
      return time.to(TimeUnit.NANOSECONDS);
    }
    throw new IOException("the system does not tell the " + name + " of files");
  }
}
