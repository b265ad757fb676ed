package waybill.app;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes this process out of its starter's session. */
final class OwnSession {
  private OwnSession() {}

  /**
   * Begins a session without a terminal, unless this process has begun one already: what is typed
   * there, and its closing, reach us no more.
   */
  static void begin() {
    if (!isLeader()) {
      setsid();
    }
  }

  /** By the sixth word of proc(5)'s stat, of which the second may hold anything, in parentheses. */
  private static boolean isLeader() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
      return Long.parseLong(words[3]) == ProcessHandle.current().pid();
    } catch (IOException e) {
      return false; // then trying does no harm
    }
  }

  @SuppressWarnings("restricted") // allowed by --enable-native-access
  private static void setsid() {
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
