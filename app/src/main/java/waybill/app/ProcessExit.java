package waybill.app;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import waybill.cli.Exit;

/** Ends the process as a command says. */
final class ProcessExit {
  private static final int SIGKILL = 9;
  private static final int RLIMIT_CORE = 4;
  private static final int SIG_SETMASK = 2;
  private static final int SIGNAL_SET_BYTES = 128;
  private static final MemoryLayout INT = ValueLayout.JAVA_INT;
  private static final MemoryLayout ADDRESS = ValueLayout.ADDRESS;

  private ProcessExit() {}

  static void end(Exit exit) {
    switch (exit) {
      case Exit.Status(int code) -> System.exit(code);
      case Exit.BySignal(int signal) -> endBySignal(signal);
    }
  }

  /**
   * Dies by a signal, as a job did that this process stands for: first the JVM's own handler is
   * taken away, and the core file, which would be the JVM's and not the job's. Raised in this
   * thread, and not sent to the process, so that it is there before the last signal, which ends us
   * where the default of the first is to be ignored.
   */
  private static void endBySignal(int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment zeros = arena.allocate(SIGNAL_SET_BYTES);
      function("setrlimit", INT, ADDRESS).invoke(RLIMIT_CORE, zeros);
      function("pthread_sigmask", INT, ADDRESS, ADDRESS)
          .invoke(SIG_SETMASK, zeros, MemorySegment.NULL);
      function("signal", INT, ADDRESS).invoke(signal, MemorySegment.NULL);
      function("raise", INT).invoke(signal);
      function("raise", INT).invoke(SIGKILL);
    } catch (Throwable e) {
      // Without native calls the shell's own way of telling a signal is the best that is left.
      System.exit(128 + signal);
    }
  }

  /**
   * A function of the C library whose result is of no interest: what matters is seen in how we end.
   */
  @SuppressWarnings("restricted") // allowed by --enable-native-access
  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
  }
}
