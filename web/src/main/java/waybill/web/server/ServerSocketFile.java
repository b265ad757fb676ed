package waybill.web.server;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of a listening socket. Nobody else can ever connect to it: it is bound inside a private
 * folder and gets its place, by a rename, when its mode is right.
 */
final class ServerSocketFile {
  private static final int MAX_LEFTOVERS = 100;

  private final Path place;
  private final Path folder;

  private ServerSocketFile(Path place, Path folder) {
    this.place = place;
    this.folder = folder;
  }

  /**
   * Fails when somebody listens at that place already, or something else than a socket is there.
   */
  static ServerSocketFile claim(Path place) throws IOException {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      refuseLive(place);
    }
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    for (int number = 0; ; number++) {
      // The names are short: socket paths are.
      Path folder = place.resolveSibling(".w" + number);
      try {
        Files.createDirectory(folder, mode);
        return new ServerSocketFile(place, folder);
      } catch (FileAlreadyExistsException leftover) {
        if (number >= MAX_LEFTOVERS) {
          throw leftover;
        }
      }
    }
  }

  private static void refuseLive(Path place) throws IOException {
    if (Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new BindException(place + " is there and no socket");
    }
    try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
      throw new BindException("another server listens at " + place);
    } catch (ConnectException nobody) {
      return;
    }
  }

  /** Where to bind. */
  Path bound() {
    return folder.resolve("s");
  }

  /** Puts the bound socket into its place; what was there is gone. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(bound(), PosixFilePermissions.fromString("rw-------"));
    Files.move(bound(), place, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(folder);
  }

  /** Takes away what is not in its place yet. */
  void abandon() {
    forget(bound());
    forget(folder);
  }

  void remove() {
    forget(place);
  }

  private static void forget(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      return; // the next server replaces a socket that nobody listens at
    }
  }
}
