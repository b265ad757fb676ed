package waybill.images.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import waybill.files.DurableFile;

/**
 * The steps by which the store changes the disk, and the only place that takes them, so that what
 * must hold after a failure or a kill can be tried at each of them.
 */
class StoreDisk {
  /** Makes a folder that only its owner may use; its parent must exist, it must not. */
  void createFolder(Path folder) throws IOException {
    // Not a constant: sets of permissions cost a fresh JVM 6 ms, also where nothing is made.
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Makes a folder unless it is there. */
  final void createIfMissing(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      createFolder(folder);
    } catch (FileAlreadyExistsException another) {
      // Somebody else was faster, which is as good.
      return;
    }
  }

  /** Makes a file that must not exist yet. An interrupt does not disturb the stream. */
  OutputStream createFile(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  void createLink(Path link, String target, long modified) throws IOException {
    Files.createSymbolicLink(link, Path.of(target));
    setTime(link, modified);
  }

  /**
   * Gives a file or folder its final time and mode, and makes it durable. It is opened first,
   * because its mode may forbid that afterwards.
   */
  void settle(Path path, int mode, long modified) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      setTime(path, modified);
      Files.setAttribute(path, "unix:mode", mode);
      channel.force(true);
    }
  }

  /** Renames in one step; both names must be on this disk. */
  void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the names in a folder durable. */
  void sync(Path folder) throws IOException {
    DurableFile.syncFolder(folder);
  }

  private static void setTime(Path path, long modified) throws IOException {
    BasicFileAttributeView view =
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    FileTime time = FileTime.from(modified, TimeUnit.SECONDS);
    view.setTimes(time, time, null);
  }
}
