package waybill.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import waybill.model.task.Errno;

/**
 * Named pipes (FIFOs). Java opens and reads them as files but can neither make one nor say how much
 * it holds, so these calls go to the C library. For any number of threads.
 */
public final class NamedPipe {
  private static final int OWNER_ONLY = 0600;
  private static final int READ_NON_BLOCKING = 0x800;
  private static final int SET_PIPE_SIZE = 1031;

  private NamedPipe() {}

  /**
   * Makes one.
   *
   * @param permissions as {@code ls} shows them, for example {@code rw-rw-rw-}; the process's mask
   *     takes nothing from them
   * @throws FileSystemException with the operating system's reason
   */
  public static void make(Path path, String permissions) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Calls.STATE);
      int result = Calls.makeFifo(state, arena.allocateFrom(path.toString()), OWNER_ONLY);
      if (result != 0) {
        String reason = new Errno((int) Calls.ERRNO.get(state, 0L)).text();
        throw new FileSystemException(path.toString(), null, reason);
      }
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /**
   * Lets a pipe hold more than the 64 KiB that it has by itself, until nobody has it open any more.
   * To be called by somebody who has: a pipe that nobody holds forgets it at once.
   *
   * @return whether it does: the kernel grants an ordinary user only so much for all his pipes
   */
  public static boolean enlarge(Path path, int bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Calls.STATE);
      // Without blocking, a pipe can always be opened for reading.
      int file = Calls.open(state, arena.allocateFrom(path.toString()), READ_NON_BLOCKING);
      if (file < 0) {
        return false;
      }
      int size = Calls.control(state, file, SET_PIPE_SIZE, bytes);
      int _ = Calls.close(state, file);
      return size >= bytes;
    }
  }

  /** The C library's functions, found at their first use. */
  @SuppressWarnings("restricted") // there is no other way; the product starts with native access
  private static final class Calls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option TELLS_ERRNO = Linker.Option.captureCallState("errno");
    static final StructLayout STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MKFIFO =
        find("mkfifo", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle OPEN =
        find("open", Linker.Option.firstVariadicArg(2), ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle FCNTL =
        find(
            "fcntl",
            Linker.Option.firstVariadicArg(2),
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = find("close", ValueLayout.JAVA_INT);

    private Calls() {}

    static int makeFifo(MemorySegment state, MemorySegment path, int mode) {
      try {
        return (int) MKFIFO.invokeExact(state, path, mode);
      } catch (Throwable fault) {
        throw unexpected(fault);
      }
    }

    static int open(MemorySegment state, MemorySegment path, int flags) {
      try {
        return (int) OPEN.invokeExact(state, path, flags);
      } catch (Throwable fault) {
        throw unexpected(fault);
      }
    }

    static int control(MemorySegment state, int file, int command, int argument) {
      try {
        return (int) FCNTL.invokeExact(state, file, command, argument);
      } catch (Throwable fault) {
        throw unexpected(fault);
      }
    }

    static int close(MemorySegment state, int file) {
      try {
        return (int) CLOSE.invokeExact(state, file);
      } catch (Throwable fault) {
        throw unexpected(fault);
      }
    }

    private static MethodHandle find(String name, MemoryLayout... arguments) {
      return LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow(name),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
          TELLS_ERRNO);
    }

    private static MethodHandle find(
        String name, Linker.Option variadic, MemoryLayout... arguments) {
      return LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow(name),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
          TELLS_ERRNO,
          variadic);
    }

    /** C functions throw nothing. */
    private static IllegalStateException unexpected(Throwable fault) {
      return new IllegalStateException("a call of the C library failed", fault);
    }
  }
}
