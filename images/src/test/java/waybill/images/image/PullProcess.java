package waybill.images.image;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.images.reference.ImageName;
import waybill.images.reference.Platform;
import waybill.images.registry.CredentialSource;
import waybill.images.registry.Patience;
import waybill.images.registry.Pauses;
import waybill.images.registry.RegistrySettings;
import waybill.images.unpack.Hashing;
import waybill.model.task.Ids;

/** A process that gets the image {@code a/b:1} of a registry without TLS and prints its digest. */
final class PullProcess {
  private PullProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    FakeInstaller installer = new FakeInstaller();
    try (Images images =
        new Images(
            Path.of(arguments[0]),
            new Platform("linux", "amd64", Optional.empty()),
            installer,
            installer,
            Hashing.inJava(),
            () -> new RegistrySettings(Map.of(), Set.of(arguments[1]), Patience.DEFAULT),
            CredentialSource.NONE,
            Pauses.REAL)) {
      Image image =
          images.find(
              ImageName.parse("docker://" + arguments[1] + "/a/b:1"),
              Ids.SINGLE,
              Path.of("/"),
              TagPins.NONE,
              ImageProgress.NONE);
      System.out.println(image.digest());
    }
  }

  static Process start(Path cache, String registry) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            PullProcess.class.getName(),
            cache.toString(),
            registry)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
