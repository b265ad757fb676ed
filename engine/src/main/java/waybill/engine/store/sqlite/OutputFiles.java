package waybill.engine.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import waybill.files.DurableFile;

/**
 * Output that is too long for the database: one file a stream, in the folder of its run. Written by
 * the writer's thread, read by any.
 */
final class OutputFiles {
  private final Path runs;

  /** What was written to since the last {@link #sync}. */
  private final Map<Path, FileChannel> touched = new LinkedHashMap<>();

  OutputFiles(Path runs) {
    this.runs = runs;
  }

  Path folder(long run) {
    return runs.resolve(Long.toString(run));
  }

  /** The largest number by which one of the run's files is called, 0 without files. */
  int count(long run) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(run).resolve("output"))) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        int dot = Math.max(0, name.indexOf('.'));
        count = Math.max(count, Integer.parseInt(name, 0, dot, 10));
      }
    } catch (NoSuchFileException none) {
      return 0;
    } catch (NumberFormatException foreign) {
      throw new IOException(folder(run) + " has a file that is not ours", foreign);
    }
    return count;
  }

  void write(long run, String file, long start, byte[] bytes, int offset, int length)
      throws IOException {
    FileChannel channel = channel(folder(run).resolve("output"), file);
    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
    long at = start;
    while (rest.hasRemaining()) {
      at += channel.write(rest, at);
    }
  }

  private FileChannel channel(Path folder, String file) throws IOException {
    Path path = folder.resolve(file);
    FileChannel known = touched.get(path);
    if (known != null) {
      return known;
    }
    boolean made = !Files.exists(path);
    if (made) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    touched.put(path, channel);
    if (made) {
      DurableFile.syncFolder(folder);
    }
    return channel;
  }

  /** Makes durable what was written, and lets the files go. */
  void sync() throws IOException {
    try {
      for (FileChannel channel : touched.values()) {
        channel.force(false);
      }
    } finally {
      letGo();
    }
  }

  private void letGo() throws IOException {
    for (FileChannel channel : touched.values()) {
      channel.close();
    }
    touched.clear();
  }

  byte[] read(long run, String file, long start, int length) throws IOException {
    Path path = folder(run).resolve("output").resolve(file);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, start + bytes.position()) < 0) {
          throw new IOException(path + " lost some of its end");
        }
      }
      return bytes.array();
    }
  }
}
