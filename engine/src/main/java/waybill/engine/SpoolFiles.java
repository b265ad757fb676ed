package waybill.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the files that take captured output which is too long for memory. */
interface SpoolFiles {

  /** An empty file for reading and writing that is gone when it is closed. */
  RandomAccessFile create() throws IOException;

  /**
   * Files in a folder, which is made when it is not there. A file has mode 0600 and loses its name
   * as soon as it is open, so that nothing is left of it however our process ends.
   */
  record InFolder(Path folder) implements SpoolFiles {
    @Override
    public RandomAccessFile create() throws IOException {
      Files.createDirectories(folder);
      Path path = Files.createTempFile(folder, "waybill-output-", "");
      try {
        // Not a FileChannel: that one closes itself, for all its users, when a thread that is in it
        // is interrupted.
        return new RandomAccessFile(path.toFile(), "rw");
      } finally {
        Files.delete(path);
      }
    }
  }
}
