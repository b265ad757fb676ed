package waybill.model.task;

/**
 * What an attempt used, as the kernel counted it.
 *
 * @param wallMicros from the request to the launcher to the end of the program, in microseconds
 * @param userMicros processor time in user mode of the program and all it waited for, in
 *     microseconds
 * @param systemMicros processor time in the kernel, in microseconds
 * @param peakBytes of memory: of the whole control group where there is one, else of the largest
 *     single process
 * @param readBytes from block devices
 * @param writtenBytes to block devices
 * @param diskBytes that its writable root held of its own at the end; 0 without a limit of the disk
 */
public record Usage(
    long wallMicros,
    long userMicros,
    long systemMicros,
    long peakBytes,
    long readBytes,
    long writtenBytes,
    long diskBytes) {

  /** Of something that never ran. */
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

  /** Of something whose disk nobody asked about. */
  public Usage(
      long wallMicros,
      long userMicros,
      long systemMicros,
      long peakBytes,
      long readBytes,
      long writtenBytes) {
    this(wallMicros, userMicros, systemMicros, peakBytes, readBytes, writtenBytes, 0);
  }
}
