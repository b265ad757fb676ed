package waybill.images.unpack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import waybill.images.archive.ArchiveLimits;
import waybill.images.store.LayerStore;
import waybill.model.task.Ids;

/**
 * A process that unpacks the archive of {@link Archives#large} and prints its digest; before some
 * entry it says {@code stuck} and waits for a line, or to be killed.
 */
final class UnpackProcess {
  private UnpackProcess() {}

  public static void main(String[] arguments) {
    int stuckAt = Integer.parseInt(arguments[1]);
    JavaUnpacker unpacker =
        new JavaUnpacker() {
          @Override
          public void beforeEntry(int number) {
            if (number == stuckAt) {
              stick();
            }
          }
        };
    LayerStore store = LayerStore.open(Path.of(arguments[0]));
    System.out.println(
        new LayerUnpack(store, unpacker, Hashing.inJava(), ArchiveLimits.DEFAULT, EntryRules.IMAGE)
            .install(Archives.gzip(Archives.large()), Ids.valueOf(arguments[2]))
            .digest());
  }

  private static void stick() {
    System.out.println("stuck");
    try {
      System.in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Process start(Path cache, int stuckAt, Ids ids) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            UnpackProcess.class.getName(),
            cache.toString(),
            Integer.toString(stuckAt),
            ids.name())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
