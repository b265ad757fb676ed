package waybill.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * How large a screen is. A class apart from {@link SystemTerminal}, so that only who asks loads
 * what calls the C library.
 */
@SuppressWarnings("restricted") // The JDK itself has no call that tells the size of a terminal.
record WindowSize(int rows, int columns) {
  /** Linux on x86-64 and arm64 ({@code asm-generic/ioctls.h}). */
  private static final long TIOCGWINSZ = 0x5413;

  /** {@code struct winsize}: rows, columns and two sizes in dots, each of two bytes. */
  private static final long BYTES = 8;

  private static final MethodHandle IOCTL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("ioctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));

  /** Of the terminal behind a descriptor; empty where there is none or it does not know. */
  static Optional<WindowSize> of(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(BYTES);
      int result = (int) IOCTL.invokeExact(descriptor, TIOCGWINSZ, size);
      if (result != 0) {
        return Optional.empty();
      }
      int rows = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2));
      return rows > 0 && columns > 0
          ? Optional.of(new WindowSize(rows, columns))
          : Optional.empty();
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl could not be called", e);
    }
  }
}
