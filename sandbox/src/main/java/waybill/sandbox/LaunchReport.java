package waybill.sandbox;

import waybill.model.failure.Failure;
import waybill.model.task.SetupFailure;
import waybill.model.task.Usage;

/** What became of a plan. */
public sealed interface LaunchReport {

  /**
   * The program was started and is over, with everything it had started.
   *
   * @param status as {@code wait4} gives it
   * @param outOfMemory whether the kernel killed something in its control group for lack of memory
   * @param stdoutBytes written by the program, kept or not
   * @param stderrBytes written by the program, kept or not
   */
  record Ended(int status, boolean outOfMemory, Usage usage, long stdoutBytes, long stderrBytes)
      implements LaunchReport {

    /** The signal that ended the program, or 0 if it exited. */
    public int signal() {
      return status & 0x7f;
    }

    /** The program's exit code, 0 to 255; meaningful when {@link #signal} is 0. */
    public int exitCode() {
      return status >> 8 & 0xff;
    }
  }

  /** The sandbox could not be made; nothing of the task was ever run. */
  record Refused(SetupFailure failure) implements LaunchReport {}

  /** The launcher is gone, and every task with it. */
  record Lost(Failure failure) implements LaunchReport {}
}
