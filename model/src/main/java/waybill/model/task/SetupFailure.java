package waybill.model.task;

/**
 * The step at which making a sandbox came to a halt. It is facts only: the words are the business
 * of whoever tells a person.
 *
 * @param call what was tried
 * @param subject what it was tried on: the program, the bind's source as written, the device's
 *     name, the type of the file system, the step's name
 * @param target the mount point or directory inside the root, or empty
 * @param errno why the kernel refused
 */
public record SetupFailure(Call call, String subject, String target, Errno errno) {

  /** What was tried. */
  public enum Call {
    OPEN_BIND_SOURCE,
    ATTACH_BIND,
    OPEN_DEVICE,
    ATTACH_DEVICE,
    OPEN_FILE_SYSTEM,
    CREATE_FILE_SYSTEM,
    MOUNT_FILE_SYSTEM,
    ATTACH_FILE_SYSTEM,
    PREPARE_ROOT,
    CHANGE_DIRECTORY,
    EXECUTE,
    /** A step that depends on the machine alone; {@code subject} names it. */
    OTHER
  }
}
