package waybill.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.LockSupport;

/** Calls of the C library about a terminal and our place on it; loaded by who needs them. */
@SuppressWarnings("restricted") // The JDK itself has no such calls.
final class TerminalControl {
  /** Linux on x86-64 and arm64 ({@code asm-generic/ioctls.h}). */
  private static final long TCGETS = 0x5401;

  /** Takes effect when all that was written is out. */
  private static final long TCSETSW = 0x5403;

  /**
   * {@code struct termios}: four words of flags and some bytes; the fourth holds the local ones.
   */
  private static final long TERMIOS_BYTES = 64;

  private static final long LOCAL_FLAGS = 12;

  /** Of the local flags: input comes in lines. */
  private static final int ICANON = 2;

  /** Of the local flags: what is typed is shown. */
  private static final int ECHO = 8;

  private static final int SIGTSTP = 20;
  private static final long FOREGROUND_POLL_NANOS = 50_000_000;

  private TerminalControl() {}

  /** Whether keys come one by one. */
  static boolean isRaw(int descriptor) {
    MethodHandle ioctl = ioctl();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment termios = arena.allocate(TERMIOS_BYTES);
      int result = (int) ioctl.invokeExact(descriptor, TCGETS, termios);
      return result == 0 && (termios.get(ValueLayout.JAVA_INT, LOCAL_FLAGS) & ICANON) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl could not be called", e);
    }
  }

  /** Shows or hides what is typed; false when that cannot be. */
  static boolean echo(int descriptor, boolean on) {
    MethodHandle ioctl = ioctl();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment termios = arena.allocate(TERMIOS_BYTES);
      if ((int) ioctl.invokeExact(descriptor, TCGETS, termios) != 0) {
        return false;
      }
      int flags = termios.get(ValueLayout.JAVA_INT, LOCAL_FLAGS);
      termios.set(ValueLayout.JAVA_INT, LOCAL_FLAGS, on ? flags | ECHO : flags & ~ECHO);
      return (int) ioctl.invokeExact(descriptor, TCSETSW, termios) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl could not be called", e);
    }
  }

  private static MethodHandle ioctl() {
    return function(
        "ioctl",
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
        Linker.Option.firstVariadicArg(2));
  }

  /**
   * Raises the signal in this thread, and does not send it to the process: so it stops us before
   * this thread goes on. Somebody may let us go on in the background: then the terminal is another
   * one's until we are in front again.
   */
  static void suspend(int descriptor) {
    FunctionDescriptor intOfInt = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    MethodHandle raise = function("raise", intOfInt);
    MethodHandle foregroundGroup = function("tcgetpgrp", intOfInt);
    MethodHandle ownGroup = function("getpgrp", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    try {
      int own = (int) ownGroup.invokeExact();
      int _ = (int) raise.invokeExact(SIGTSTP);
      int foreground = (int) foregroundGroup.invokeExact(descriptor);
      while (foreground > 0 && foreground != own) {
        LockSupport.parkNanos(FOREGROUND_POLL_NANOS);
        foreground = (int) foregroundGroup.invokeExact(descriptor);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("the process could not be stopped", e);
    }
  }

  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
  }
}
