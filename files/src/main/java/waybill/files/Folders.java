package waybill.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Where Waybill keeps things, by the XDG base directory rules. Each folder has a variable of its
 * own that wins over them:
 *
 * <pre>
 *   what     own variable          else                             else
 *   cache    WAYBILL_CACHE_DIR     $XDG_CACHE_HOME/waybill          ~/.cache/waybill
 *   state    WAYBILL_STATE_DIR     $XDG_STATE_HOME/waybill          ~/.local/state/waybill
 *   config   WAYBILL_CONFIG_DIR    $XDG_CONFIG_HOME/waybill         ~/.config/waybill
 *   runtime  WAYBILL_RUNTIME_DIR   $XDG_RUNTIME_DIR/waybill         /tmp/waybill-UID
 *   spool                          $TMPDIR                          /tmp
 * </pre>
 *
 * <p>An empty variable counts as unset, and so does an XDG one that is not absolute, as its rules
 * say; one of ours that is not absolute is an error. Nothing is looked up before it is asked for,
 * so a missing {@code HOME} only hurts where it is needed.
 *
 * <p>Only the runtime folder is created here, because only there who made it matters: whoever can
 * put a socket into it can pose as us.
 */
public final class Folders {

  /** The kernel's {@code sun_path} has 108 bytes and the last one is a NUL. */
  static final int MAX_SOCKET_PATH_BYTES = 107;

  /** Permissions of group and others in a mode. */
  private static final int FOR_OTHERS = 0077;

  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;

  private final Map<String, String> environment;
  private final Path temporary;

  /** The folders as a process with this environment should use them. */
  public Folders(Map<String, String> environment) {
    this(environment, Path.of("/tmp"));
  }

  Folders(Map<String, String> environment, Path temporary) {
    this.environment = environment;
    this.temporary = temporary;
  }

  /** What can be made again. May not exist yet. */
  public Path cache() {
    return folder("WAYBILL_CACHE_DIR", "XDG_CACHE_HOME", ".cache");
  }

  /** What must last. May not exist yet. */
  public Path state() {
    return folder("WAYBILL_STATE_DIR", "XDG_STATE_HOME", ".local/state");
  }

  /** What people write for us. May not exist. */
  public Path config() {
    return folder("WAYBILL_CONFIG_DIR", "XDG_CONFIG_HOME", ".config");
  }

  /** Where a user's own service manager looks for what he wants it to run. May not exist. */
  public Path serviceUnits() {
    return base("XDG_CONFIG_HOME", ".config", "XDG_CONFIG_HOME").resolve("systemd").resolve("user");
  }

  /**
   * Sockets, and what lasts until the machine stops. It exists, belongs to this user and is closed
   * to all others.
   *
   * @throws FailureException if it cannot be made so, or somebody else made it before us
   */
  public Path runtime() {
    String own = variable("WAYBILL_RUNTIME_DIR");
    if (!own.isEmpty()) {
      return checked(absolute("WAYBILL_RUNTIME_DIR", own));
    }
    String xdg = variable("XDG_RUNTIME_DIR");
    if (xdg.startsWith("/")) {
      return checked(path("XDG_RUNTIME_DIR", xdg).resolve("waybill"));
    }
    return checked(temporary.resolve("waybill-" + userId()));
  }

  /** Long output that nobody has asked for yet; nothing in it has a name for long. */
  public Path spool() {
    String written = variable("TMPDIR");
    return written.startsWith("/") ? path("TMPDIR", written) : temporary;
  }

  /**
   * The path of a socket in the runtime folder.
   *
   * @param name a single file name
   * @throws FailureException also if the whole path is too long for a socket
   */
  public Path socket(String name) {
    Path socket = runtime().resolve(name);
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_SOCKET_PATH_BYTES) {
      throw unusable("the socket path " + socket + " has " + length + " bytes")
          .withHelp(
              "the kernel allows "
                  + MAX_SOCKET_PATH_BYTES
                  + "; set WAYBILL_RUNTIME_DIR to a shorter path")
          .asException();
    }
    return socket;
  }

  private Path folder(String own, String xdg, String belowHome) {
    String written = variable(own);
    if (!written.isEmpty()) {
      return absolute(own, written);
    }
    return base(xdg, belowHome, own).resolve("waybill");
  }

  private Path base(String xdg, String belowHome, String instead) {
    String base = variable(xdg);
    if (base.startsWith("/")) {
      return path(xdg, base);
    }
    String home = variable("HOME");
    if (!home.startsWith("/")) {
      throw unusable("HOME is not set to an absolute path")
          .withHelp("set HOME, or " + instead + " to the folder to use")
          .asException();
    }
    return path("HOME", home).resolve(belowHome);
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  private static Path absolute(String variable, String written) {
    if (!written.startsWith("/")) {
      throw unusable(variable + " is `" + written + "`, which is not an absolute path")
          .withHelp("set it to a path that begins with /")
          .asException();
    }
    return path(variable, written);
  }

  private static Path path(String variable, String written) {
    try {
      return Path.of(written);
    } catch (InvalidPathException invalid) {
      throw new FailureException(
          unusable(variable + " cannot be a path: " + invalid.getReason()), invalid);
    }
  }

  /** Makes a folder private to this user, or finds that it is; never follows a link to it. */
  private static Path checked(Path folder) {
    try {
      // Looking comes first: making what grants permissions costs a fresh JVM 6 ms.
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        create(folder);
      }
      Map<String, Object> found =
          Files.readAttributes(folder, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
      int mode = number(found, "mode");
      if ((mode & TYPE) != DIRECTORY) {
        throw unusable("the runtime folder " + folder + " is not a folder")
            .withHelp("remove it, or set WAYBILL_RUNTIME_DIR to another path")
            .asException();
      }
      if (number(found, "uid") != userId()) {
        throw unusable("the runtime folder " + folder + " belongs to another user")
            .withHelp("set WAYBILL_RUNTIME_DIR to a folder of your own")
            .asException();
      }
      if ((mode & FOR_OTHERS) != 0) {
        throw unusable("the runtime folder " + folder + " is open to other users")
            .withHelp("run `chmod 700 " + folder + "`")
            .asException();
      }
      return folder;
    } catch (IOException failed) {
      throw new FailureException(
          unusable("cannot use the runtime folder " + folder + ": " + OsReason.of(failed))
              .withHelp("set WAYBILL_RUNTIME_DIR to a folder of your own"),
          failed);
    }
  }

  private static void create(Path folder) throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException existing) {
      // Somebody was faster; whose it is gets looked at next.
      return;
    }
  }

  /** The kernel shows a process its own files under its effective user. */
  private static int userId() {
    Path self = Path.of("/proc/self");
    try {
      return number(Files.readAttributes(self, "unix:uid"), "uid");
    } catch (IOException failed) {
      throw new FailureException(
          unusable("cannot find out who we are from " + self + ": " + OsReason.of(failed)), failed);
    }
  }

  private static int number(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof Integer value) {
      return value;
    }
    throw new IOException("the system does not tell the " + name + " of files");
  }

  private static Failure unusable(String message) {
    return Failure.of(FailureCode.STORE_UNREADABLE, message);
  }
}
