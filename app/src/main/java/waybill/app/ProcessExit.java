package waybill.app;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import waybill.cli.Exit;

/** Ends the process as a command says. */
final class ProcessExit {
  private static final int SIGKILL = 9;
  private static final int RLIMIT_CORE = 4;

  private ProcessExit() {}

  static void end(Exit exit) {
    switch (exit) {
      case Exit.Status(int code) -> System.exit(code);
      case Exit.BySignal(int signal) -> endBySignal(signal);
    }
  }

  /**
   * Dies by a signal, as a job did that this process stands for: first the JVM's own handler is
   * taken away, and the core file, which would be the JVM's and not the job's. A signal whose
   * default is to be ignored is followed by one that nobody survives.
   */
  private static void endBySignal(int signal) {
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      MemorySegment noCore = arena.allocate(16);
      call(linker, "setrlimit").invoke(RLIMIT_CORE, noCore);
      pointerCall(linker, "signal").invoke(signal, MemorySegment.NULL);
      int self = (int) ProcessHandle.current().pid();
      intCall(linker, "kill").invoke(self, signal);
      intCall(linker, "kill").invoke(self, SIGKILL);
    } catch (Throwable e) {
      // Without native calls the shell's own way of telling a signal is the best that is left.
      System.exit(128 + signal);
    }
  }

  private static MethodHandle call(Linker linker, String name) {
    return handle(
        linker,
        name,
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  private static MethodHandle pointerCall(Linker linker, String name) {
    return handle(
        linker,
        name,
        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  private static MethodHandle intCall(Linker linker, String name) {
    return handle(
        linker,
        name,
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  @SuppressWarnings("restricted") // allowed by --enable-native-access
  private static MethodHandle handle(Linker linker, String name, FunctionDescriptor descriptor) {
    SymbolLookup lookup = linker.defaultLookup();
    return linker.downcallHandle(lookup.findOrThrow(name), descriptor);
  }
}
