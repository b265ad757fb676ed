package waybill.agent.wire;

/**
 * The kinds of frames. A frame is a length of four bytes, big-endian, of what follows; a byte that
 * says the kind; and its content.
 *
 * <pre>
 *  client                                     agent
 *  HELLO                                 →
 *                                        ←    HELLO
 *  STOP, and then its end                →
 *                                        ←    STOPPING or BUSY
 *  or STATUS                             →
 *                                        ←    RUNNING
 *  or REQUEST                            →
 *                                        ←    STDOUT, STDERR, WANT_INPUT, WANT_WINDOW, ECHO
 *  INPUT, SIGNAL, WINDOW, ECHOED, BROKEN →
 *                                        ←    EXIT
 * </pre>
 *
 * <p>HELLO, STOP, STOPPING and BUSY are for ever as they are: they are what an agent of one build
 * and a command of another have in common.
 */
public final class FrameKind {
  /** Of both: version, build, process, state folder, cache folder. */
  public static final int HELLO = 1;

  /** Arguments, environment, directory and what is known of the terminal. */
  public static final int REQUEST = 2;

  /** One byte: 1 also if it is busy. */
  public static final int STOP = 3;

  public static final int STATUS = 4;
  public static final int STOPPING = 5;

  /** The numbers of the runs it is busy with: how many, and each; those that are wanted too. */
  public static final int BUSY = 6;

  /** An answer to STATUS: seconds since its start, other clients, runs, and runs wanted. */
  public static final int RUNNING = 7;

  /** Bytes; none for the end. Only as many as were wanted. */
  public static final int INPUT = 10;

  public static final int SIGNAL = 11;
  public static final int WINDOW = 12;
  public static final int ECHOED = 13;

  /** The stream, 1 or 2, that nobody reads any more. */
  public static final int BROKEN = 14;

  public static final int STDOUT = 20;
  public static final int STDERR = 21;

  /** How many bytes at most. */
  public static final int WANT_INPUT = 22;

  public static final int WANT_WINDOW = 23;
  public static final int ECHO = 24;

  /** A byte, 0 for a status and 1 for a signal, and the number. */
  public static final int EXIT = 25;

  /** Of bytes of a stream in one frame. */
  public static final int MAX_PIECE = 32 << 10;

  /** Of the content of any frame but a request. */
  public static final int MAX_CONTENT = 64 << 10;

  /** The kernel allows arguments and environment of 2 MiB on most systems, and of 6 at most. */
  public static final int MAX_REQUEST = 8 << 20;

  private FrameKind() {}
}
