package waybill.images.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import waybill.files.DurableFile;

/**
 * The steps by which the store of blobs changes the disk, and the only place that takes them, so
 * that what must hold after a failure can be tried at each of them.
 */
class BlobDisk {
  /** Makes a folder that only its owner may use, and those above it. */
  void createFolders(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Opens or makes a file that only its owner may use, to read and to write. */
  FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** Writes all that is in the buffer. */
  void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    int first = bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position() - first);
    }
  }

  void empty(FileChannel channel) throws IOException {
    channel.truncate(0);
  }

  /** Makes a file's bytes durable. */
  void sync(FileChannel channel) throws IOException {
    channel.force(true);
  }

  /** Renames in one step; both names must be in one folder. */
  void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the names in a folder durable. */
  void syncFolder(Path folder) throws IOException {
    DurableFile.syncFolder(folder);
  }

  /** Makes a small file, durably. */
  void put(Path file, byte[] bytes) throws IOException {
    DurableFile.write(file, bytes);
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }
}
