package waybill.images.store;

import java.nio.file.Path;

/**
 * A process that builds the layer of a {@link SmallProject}, prints its digest and ends; or one
 * that says {@code stuck} at the given step and waits there for a line, or to be killed.
 */
final class BuilderProcess {
  private BuilderProcess() {}

  public static void main(String[] arguments) {
    Path cache = Path.of(arguments[0]);
    Path project = Path.of(arguments[1]);
    TroubledDisk disk =
        new TroubledDisk(
            Integer.parseInt(arguments[2]),
            () -> {
              System.out.println("stuck");
              System.in.read();
            });
    System.out.println(SmallProject.build(LayerStore.open(cache, disk), project));
  }

  static Process start(Path cache, Path project, int stuckAt) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BuilderProcess.class.getName(),
            cache.toString(),
            project.toString(),
            Integer.toString(stuckAt))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
