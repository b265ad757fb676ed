package waybill.app;

import java.nio.file.Path;

/**
 * The files of the program itself.
 *
 * @param home the folder with {@code lib} and {@code bin}, as the start script names it
 */
record Installation(Path home) {

  /** Of this process. */
  static Installation current() {
    String home = System.getProperty("waybill.home");
    if (home == null) {
      throw new IllegalStateException("waybill.home is not set: start Waybill by its script");
    }
    return new Installation(Path.of(home));
  }

  Path launcher() {
    return home.resolve("bin").resolve("waybill-launcher");
  }
}
