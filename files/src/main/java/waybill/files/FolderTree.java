package waybill.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Whole trees of files. */
public final class FolderTree {

  /** Two descriptors are open per level, and an ordinary process may have 1024. */
  private static final int MAX_DEPTH = 400;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private FolderTree() {}

  /**
   * Deletes a folder and all in it, or a single file, or a link. No link is ever followed, also if
   * somebody swaps one in meanwhile: every step is relative to an open folder. Folders without
   * write permission are made writable first; what is gone already is no error.
   *
   * @throws IOException at the first thing that could not be deleted; the rest is then still there
   */
  public static void delete(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    Path parent = absolute.resolveSibling(".");
    try (DirectoryStream<Path> names = Files.newDirectoryStream(parent)) {
      if (!(names instanceof SecureDirectoryStream<Path> secure)) {
        throw new FileSystemException(
            parent.toString(), null, "this file system has no operations relative to a folder");
      }
      delete(secure, absolute.getFileName(), absolute, 0);
    } catch (NoSuchFileException noParent) {
      // Then there is nothing to delete either.
      return;
    }
  }

  private static void delete(SecureDirectoryStream<Path> in, Path name, Path path, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new FileSystemException(path.toString(), null, "folders are nested too deeply");
    }
    try {
      if (!isFolder(in, name)) {
        in.deleteFile(name);
        return;
      }
      if (deleteIfEmpty(in, name)) {
        return;
      }
      try (SecureDirectoryStream<Path> inside = open(in, name, path)) {
        inside.getFileAttributeView(PosixFileAttributeView.class).setPermissions(OWNER_ONLY);
        for (Path child : inside) {
          Path childName = child.getFileName();
          delete(inside, childName, path.resolve(childName), depth + 1);
        }
      }
      in.deleteDirectory(name);
    } catch (NoSuchFileException gone) {
      // Another process deletes the same tree; that it goes is all we want.
      return;
    }
  }

  private static boolean isFolder(SecureDirectoryStream<Path> in, Path name) throws IOException {
    return in.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private static boolean deleteIfEmpty(SecureDirectoryStream<Path> in, Path name)
      throws IOException {
    try {
      in.deleteDirectory(name);
      return true;
    } catch (DirectoryNotEmptyException full) {
      return false;
    }
  }

  private static SecureDirectoryStream<Path> open(
      SecureDirectoryStream<Path> in, Path name, Path path) throws IOException {
    try {
      return in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException unreadable) {
      // The JDK changes modes through a descriptor, which a folder that its owner may not read does
      // not give. By path is safe here: the parent was made private to its owner one level above.
      Files.setPosixFilePermissions(path, OWNER_ONLY);
      return in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
