package waybill.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import waybill.model.task.Errno;

/**
 * Why the operating system said no, in its own words and without the path: the JDK's exceptions
 * carry the path as their message and the reason, if at all, in their type.
 */
public final class OsReason {
  private static final int ENOENT = 2;
  private static final int EACCES = 13;
  private static final int EEXIST = 17;
  private static final int ENOTDIR = 20;
  private static final int EINVAL = 22;
  private static final int ENOSPC = 28;
  private static final int ENOTEMPTY = 39;
  private static final int EDQUOT = 122;

  private OsReason() {}

  /** For example {@code No such file or directory}; never empty. */
  public static String of(IOException failure) {
    return switch (failure) {
      case NoSuchFileException e -> text(ENOENT);
      case AccessDeniedException e -> text(EACCES);
      case FileAlreadyExistsException e -> text(EEXIST);
      case NotDirectoryException e -> text(ENOTDIR);
      case NotLinkException e -> text(EINVAL);
      case DirectoryNotEmptyException e -> text(ENOTEMPTY);
      case FileSystemException e -> orName(e.getReason(), e);
      case FileNotFoundException e -> inParentheses(orName(e.getMessage(), e));
      default -> orName(failure.getMessage(), failure);
    };
  }

  /** Whether the disk, or the user's share of it, is full. */
  public static boolean isDiskFull(IOException failure) {
    String reason = of(failure);
    return reason.equals(text(ENOSPC)) || reason.equals(text(EDQUOT));
  }

  private static String text(int errno) {
    return new Errno(errno).text();
  }

  private static String orName(
      @org.jspecify.annotations.Nullable String text, IOException failure) {
    return text == null || text.isEmpty() ? failure.getClass().getSimpleName() : text;
  }

  /** {@code java.io} says {@code /path (reason)}. */
  private static String inParentheses(String message) {
    int open = message.lastIndexOf(" (");
    return open >= 0 && message.endsWith(")")
        ? message.substring(open + 2, message.length() - 1)
        : message;
  }
}
