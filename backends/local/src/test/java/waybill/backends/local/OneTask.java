package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import waybill.engine.AttemptId;
import waybill.engine.AttemptReport;
import waybill.images.store.LayerStore;
import waybill.model.task.Outcome;
import waybill.model.task.Task;

/** A backend for one task. */
final class OneTask {
  private OneTask() {}

  /**
   * What a task printed, which must have ended well.
   *
   * @param folder where a launcher may have its socket for the moment
   */
  static String output(
      Path launcher, Path folder, LayerStore store, LocalSettings.Granted granted, Task task)
      throws IOException, InterruptedException {
    Path runtime =
        Files.createTempDirectory(
            folder,
            "run",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var out = new ByteArrayOutputStream();
    try (var backend =
        new LocalBackend(
            new LocalSettings(
                LocalSettings.launcher(launcher, runtime, 1, granted), () -> store, List.of()))) {
      AttemptReport report =
          backend.run(
              new AttemptId("s", "t", 1),
              task,
              (stream, bytes, offset, length) -> out.write(bytes, offset, length));
      assertThat(report.outcome())
          .describedAs(out.toString(StandardCharsets.UTF_8))
          .isEqualTo(new Outcome.Exited(0));
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
