package waybill.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Errno;
import waybill.model.task.Ids;

/**
 * The launcher's ways to write, to remove and to measure a tree: how it is started, and what it
 * says.
 */
final class TreeProgram {
  /** {@code struct tree_report}. */
  static final int REPORT_BYTES = 32;

  static final int REPORT_ENTRIES = 0;
  static final int REPORT_CONTENT = 8;
  static final int REPORT_CALL = 16;
  static final int REPORT_ERROR = 20;
  static final int REPORT_PATH_SIZE = 24;
  private static final int MAX_PATH = 4096;

  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private TreeProgram() {}

  /**
   * What the program said.
   *
   * @param path of the entry that it is about, or empty when it is not about one
   * @param contents what is in the tree, when all went well
   */
  record Report(Call call, Errno errno, String path, TreeContents contents) {

    void check(Path folder) {
      if (call != Call.NONE) {
        throw failure(folder);
      }
    }

    FailureException failure(Path folder) {
      String where = path.isEmpty() ? "" : " `" + path + "`";
      if (call == Call.MAP_IDS) {
        return mapping(errno).asException();
      }
      String message = "cannot " + doing(call) + where + " in " + folder + ": " + errno.text();
      return Failure.of(code(), message).asException();
    }

    private FailureCode code() {
      return switch (errno.number()) {
        case ENOSPC, EDQUOT -> FailureCode.DISK_FULL;
        // What one entry meets because of another is the archive's fault: a file where a folder
        // should be, a link to nothing, a link in a circle.
        case ENOENT, 17, 20, 21, 31, 36, 40 ->
            path.isEmpty() ? FailureCode.STORE_UNREADABLE : FailureCode.LAYER_UNBUILDABLE;
        default -> FailureCode.STORE_UNREADABLE; // the disk's, or the kernel's
      };
    }
  }

  private static Failure mapping(Errno errno) {
    var failure =
        Failure.of(
            FailureCode.SANDBOX_REFUSED,
            "files of several owners cannot be made: "
                + (errno.number() == ENOENT
                    ? "newuidmap or newgidmap is not installed"
                    : errno.number() == EPERM
                        ? "the system does not let us map the subordinate ids"
                        : "mapping user ids: " + errno.text()));
    return failure.withHelp(
        errno.number() == ENOENT
            ? "install them (Debian: apt install uidmap)"
            : "see `waybill doctor` for what stands in the way");
  }

  private static String doing(Call call) {
    return switch (call) {
      case MKDIR -> "make a folder for";
      case OPEN -> "open";
      case WRITE -> "write";
      case READ -> "read";
      case CHOWN -> "set the owner of";
      case CHMOD -> "set the mode of";
      case SET_TIME -> "set the time of";
      case SETXATTR -> "set an extended attribute of";
      case LINK -> "make the link";
      case MKNOD -> "make";
      case REMOVE -> "remove";
      case SYNC -> "write everything to the disk";
      case PROTOCOL -> "understand";
      default ->
          "get ready (" + call.name().toLowerCase(java.util.Locale.ROOT) + ") to write"; // rights
    };
  }

  static Process start(String verb, TreeSettings settings, Path folder, Ids ids) {
    var command = new ArrayList<String>(6);
    command.addAll(List.of(settings.program().toString(), verb, folder.toString()));
    command.add(ids == Ids.RANGE ? "range" : "single");
    Optional<SubordinateIds> subordinate = settings.subordinateIds();
    if (ids == Ids.RANGE && subordinate.isPresent()) {
      command.add(Integer.toString(subordinate.get().firstUser()));
      command.add(Integer.toString(subordinate.get().firstGroup()));
    }
    try {
      return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.SANDBOX_REFUSED,
              "the launcher " + settings.program() + " could not be started: " + e.getMessage()),
          e);
    }
  }

  /** Removes what is in it as whoever may, then the folder itself, which is the caller's. */
  static void remove(TreeSettings settings, Path folder, Ids ids) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Process process = start("remove", settings, folder, ids);
    try {
      await(process, null).check(folder);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.STORE_UNREADABLE, "cannot remove " + folder + ": " + e.getMessage()),
          e);
    } finally {
      end(process);
    }
  }

  /** Looks into every folder of it as whoever may. */
  static TreeContents measure(TreeSettings settings, Path folder, Ids ids) {
    Process process = start("measure", settings, folder, ids);
    try {
      Report report = await(process, null);
      if (report.errno().number() == ENOENT && !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        return new TreeContents(0, 0);
      }
      report.check(folder);
      return report.contents();
    } finally {
      end(process);
    }
  }

  /**
   * Waits for the one report.
   *
   * @param broken how the connection broke, if it did
   * @throws FailureException when there is none
   */
  static Report await(Process process, @Nullable IOException broken) {
    var head = ByteBuffer.allocate(REPORT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    String reason = "it ended without a word";
    try {
      InputStream said = process.getInputStream();
      if (said.readNBytes(head.array(), 0, REPORT_BYTES) == REPORT_BYTES) {
        byte[] path = said.readNBytes(Math.min(head.getInt(REPORT_PATH_SIZE), MAX_PATH));
        return new Report(
            Call.of(head.getInt(REPORT_CALL)),
            new Errno(Math.max(1, head.getInt(REPORT_ERROR))),
            new String(path, StandardCharsets.UTF_8),
            new TreeContents(head.getLong(REPORT_ENTRIES), head.getLong(REPORT_CONTENT)));
      }
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    }
    Failure failure =
        Failure.of(FailureCode.LAUNCHER_LOST, "the writer of files is gone: " + reason);
    throw broken == null ? failure.asException() : new FailureException(failure, broken);
  }

  /** Waits, however often interrupted, until it is gone: it ends by itself or was told to. */
  static void end(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly(); // bytes that it will not take any more
    }
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
