package waybill.images.store;

import java.io.IOException;
import java.nio.file.Path;

/** A process that asks a store for a layer, says whether it is there, and ends with its input. */
final class StoreUser {
  private StoreUser() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println(LayerStore.open(Path.of(arguments[0])).contains(arguments[1]));
    while (System.in.read() >= 0) {
      System.out.flush();
    }
  }

  static Process start(Path cache, String digest) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StoreUser.class.getName(),
            cache.toString(),
            digest)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
