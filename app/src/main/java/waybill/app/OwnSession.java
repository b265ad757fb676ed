package waybill.app;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Takes this process out of its starter's session. */
final class OwnSession {
  private OwnSession() {}

  /**
   * Begins a session without a terminal: what is typed there, and its closing, reach us no more.
   * Does nothing in a process that leads a group already, which nobody started as an agent.
   */
  @SuppressWarnings("restricted") // allowed by --enable-native-access
  static void begin() {
    Linker linker = Linker.nativeLinker();
    MethodHandle setsid =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setsid"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT));
    try {
      int _ = (int) setsid.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("setsid could not be called", e);
    }
  }
}
