package waybill.dialects.bacalhau.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.bacalhau.spec.InputSource;
import waybill.dialects.bacalhau.spec.InputSource.Source;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Mount;

/**
 * Brings the inputs of a task. What stands in the job itself becomes files in the execution's
 * scratch, which a task may read only; files and folders of the machine are bound in place.
 */
final class TaskInputs {
  /** Whatever user a task has must be able to read them, and may want to execute a script. */
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

  private static final Set<PosixFilePermission> CLOSED =
      PosixFilePermissions.fromString("rwx------");

  private TaskInputs() {}

  /**
   * Brings all of them.
   *
   * @param scratch a folder of the task's own, made when something is to lie in it
   * @return outer ones before those inside of them
   * @throws FailureException when one cannot be had
   */
  static List<Mount.Bind> bring(TaskSpec task, Path scratch) {
    List<Mount.Bind> binds = new ArrayList<>();
    int number = 0;
    for (InputSource input : task.inputs()) {
      number++;
      String target = target(input);
      switch (input.source()) {
        case Source.Inline inline ->
            binds.add(
                new Mount.Bind(
                    write(inline, target, scratch, scratch.resolve(Integer.toString(number))),
                    "inline",
                    target,
                    Mount.BindAccess.READ_ONLY));
        case Source.Local local -> {
          refusal(local).ifPresent(TaskInputs::fail);
          make(local);
          binds.add(
              new Mount.Bind(
                  Path.of(local.path()),
                  local.path(),
                  target,
                  local.readWrite() ? Mount.BindAccess.READ_WRITE : Mount.BindAccess.READ_ONLY));
        }
        case Source.Ipfs _, Source.S3 _, Source.Url _, Source.S3PreSigned _ ->
            throw new IllegalArgumentException("refused when submitted");
      }
    }
    binds.sort(Comparator.comparingInt(bind -> Path.of(bind.target()).getNameCount()));
    return binds;
  }

  private static void fail(String message) {
    throw Failure.of(FailureCode.INPUT_MISSING, message).asException();
  }

  /** Without dots: nothing leads out of a task's root, but what covers what is seen only so. */
  static String target(InputSource input) {
    Path target = Path.of(input.target()).normalize();
    if (target.getNameCount() == 0) {
      fail("an input cannot take the place of the whole root: its Target is `/`");
    }
    return target.toString();
  }

  /** Why a file or folder of the machine cannot be an input. */
  static Optional<String> refusal(Source.Local local) {
    Path path = Path.of(local.path());
    if (!path.isAbsolute()) {
      return Optional.of("volume " + local.path() + " is not an absolute path");
    }
    if (!Files.exists(path)) {
      return switch (local.createAs()) {
        case NOTHING -> {
          Path parent = path.getParent();
          yield Optional.of(
              parent != null && Files.exists(parent) && !Files.isExecutable(parent)
                  ? "volume " + local.path() + " cannot be looked at: Permission denied"
                  : "volume " + local.path() + " does not exist and creation is not allowed");
        }
        case DIRECTORY, FILE -> Optional.empty();
      };
    }
    boolean enterable = !Files.isDirectory(path) || Files.isExecutable(path);
    if (!Files.isReadable(path) || !enterable) {
      return Optional.of("volume " + local.path() + " cannot be read: Permission denied");
    }
    if (local.readWrite() && !Files.isWritable(path)) {
      return Optional.of("volume " + local.path() + " cannot be written to: Permission denied");
    }
    return Optional.empty();
  }

  private static void make(Source.Local local) {
    Path path = Path.of(local.path());
    if (Files.exists(path)) {
      return;
    }
    try {
      switch (local.createAs()) {
        case DIRECTORY -> Files.createDirectories(path);
        case FILE -> {
          Path parent = path.getParent();
          if (parent != null) {
            Files.createDirectories(parent);
          }
          Files.createFile(path);
        }
        case NOTHING -> {}
      }
    } catch (FileAlreadyExistsException byAnother) {
      return; // another execution of the same job was faster
    } catch (IOException failed) {
      fail("volume " + local.path() + " cannot be made: " + OsReason.of(failed));
    }
  }

  private static Path write(Source.Inline inline, String target, Path scratch, Path place) {
    try {
      Files.createDirectories(scratch, PosixFilePermissions.asFileAttribute(CLOSED));
      if (inline.isArchive()) {
        Files.createDirectory(place, PosixFilePermissions.asFileAttribute(OPEN));
        InlineArchive.unpack(inline.content(), place, scratch);
      } else {
        Files.write(place, inline.content(), StandardOpenOption.CREATE_NEW);
      }
      Files.setPosixFilePermissions(place, OPEN);
      return place;
    } catch (IOException failed) {
      throw new FailureException(
          Failure.of(
              OsReason.isDiskFull(failed) ? FailureCode.DISK_FULL : FailureCode.INPUT_MISSING,
              "inline input for " + target + ": " + OsReason.of(failed)),
          failed);
    }
  }
}
