package waybill.images.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The state of a file, by which a change of its content shows. */
final class FileStamp {

  /** A later change could leave no trace in the times of a file that is as young as this. */
  private static final long YOUNG_MILLIS = 100;

  private FileStamp() {}

  /** Empty when the file is not there, or so young that its state says nothing yet. */
  static String of(Path file) {
    try {
      Map<String, Object> state = Files.readAttributes(file, "unix:size,ino,ctime");
      if (!(state.get("ctime") instanceof FileTime changed)) {
        return "";
      }
      if (System.currentTimeMillis() - changed.toMillis() < YOUNG_MILLIS) {
        return "";
      }
      return state.get("size") + " " + state.get("ino") + ' ' + nanos(changed);
    } catch (IOException missing) {
      return "";
    }
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }
}
