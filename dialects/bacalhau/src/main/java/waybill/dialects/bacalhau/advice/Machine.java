package waybill.dialects.bacalhau.advice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What there is of a machine, as far as advice needs it.
 *
 * @param memoryBytes empty if nobody can tell
 * @param gpus whether there may be any
 */
public record Machine(long cpuMillis, OptionalLong memoryBytes, boolean gpus) {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path NVIDIA = Path.of("/dev/nvidia0");
  private static final Path RENDERER = Path.of("/dev/dri");

  /** This one. */
  public static Machine here() {
    boolean gpus = Files.exists(NVIDIA) || Files.exists(RENDERER);
    return new Machine(Runtime.getRuntime().availableProcessors() * 1000L, memory(), gpus);
  }

  private static OptionalLong memory() {
    try {
      // The first line: "MemTotal:  16318480 kB".
      String[] words = Files.readAllLines(MEMORY).getFirst().split(" +", -1);
      return OptionalLong.of(Long.parseLong(words[1]) * 1024);
    } catch (IOException | RuntimeException unknown) {
      return OptionalLong.empty();
    }
  }
}
