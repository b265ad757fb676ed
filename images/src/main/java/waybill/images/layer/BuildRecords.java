package waybill.images.layer;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import waybill.files.DurableFile;

/**
 * The records of builds, one file for each source and project, named by a hash of the two. Two that
 * share a name only replace each other. A record that is missing, damaged or cannot be written
 * costs reading some files again, and nothing else: all failures here come to that. Safe for
 * threads and processes.
 */
final class BuildRecords {

  /**
   * Longer ones, of hundreds of thousands of files, are not kept: they would crowd out all others.
   */
  private static final int MAX_RECORD_BYTES = 32 << 20;

  /** When there are more, the oldest go. */
  static final int MAX_RECORDS = 1000;

  private static final long MAX_TOTAL_BYTES = 256L << 20;

  /** How many records may be written before somebody looks at how many there are. */
  private static final int TRIM_EVERY = 16;

  private final Path folder;
  private final AtomicInteger written = new AtomicInteger();

  BuildRecords(Path folder) {
    this.folder = folder;
  }

  /** What is known of the last build with this key, or {@link BuildRecord#NONE}. */
  BuildRecord read(String key) {
    File file = new File(file(key).toString());
    long length = file.length();
    if (length == 0 || length > MAX_RECORD_BYTES) {
      return BuildRecord.NONE;
    }
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_RECORD_BYTES);
      return BuildRecord.fromBytes(bytes).orElse(BuildRecord.NONE);
    } catch (IOException unreadable) {
      return BuildRecord.NONE;
    }
  }

  void write(String key, BuildRecord record) {
    byte[] bytes = record.toBytes();
    if (bytes.length > MAX_RECORD_BYTES) {
      return;
    }
    try {
      createFolder();
      DurableFile.write(file(key), bytes);
      if (written.getAndIncrement() % TRIM_EVERY == 0) {
        trim();
      }
    } catch (IOException unwritable) {
      // The layer is in the store all the same.
      return;
    }
  }

  private Path file(String key) {
    return folder.resolve(BuildRecord.checksum(key));
  }

  private void createFolder() throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException usual) {
      return;
    }
  }

  /** Deletes the oldest records, and what killed writers left among them, down to the limits. */
  private void trim() throws IOException {
    File[] files = new File(folder.toString()).listFiles();
    if (files == null) {
      return;
    }
    List<Aged> byAge = new ArrayList<>();
    for (File file : files) {
      byAge.add(new Aged(file.toPath(), file.lastModified(), file.length()));
    }
    byAge.sort(Comparator.comparingLong(Aged::modified).reversed());
    long bytes = 0;
    for (int i = 0; i < byAge.size(); i++) {
      bytes += byAge.get(i).bytes();
      if (i >= MAX_RECORDS || bytes > MAX_TOTAL_BYTES) {
        Files.deleteIfExists(byAge.get(i).file());
      }
    }
  }

  private record Aged(Path file, long modified, long bytes) {}
}
