package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Errno;
import waybill.model.task.SetupFailure;

/** Devices of the host that are given to one task. */
class HostDeviceTest {
  private static final Errno ENOENT = new Errno(2);
  private static final Errno ENODEV = new Errno(19);

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void aDeviceWorksUnderItsNewName(LauncherSettings.Kernel kernel) {
    try (TestBed bed = TestBed.start(kernel)) {
      Job job =
          bed.script("head -c 3 /dev/deep/given | wc -c; ls /dev/deep; echo x >/dev/deep/given")
              .makesMissing();
      assertThat(job.device(Path.of("/dev/zero"), "/dev/deep/given").run().printed())
          .isEqualTo("3\ngiven\n");
      Job.Result full = job.device(Path.of("/dev/full"), "/dev/deep/given").run();
      assertThat(full.err()).contains("write error");
    }
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void whatIsNoDeviceIsRefused(LauncherSettings.Kernel kernel) {
    try (TestBed bed = TestBed.start(kernel)) {
      Path file = Layers.file(Layers.empty(), "file", "secret");
      for (Path source : new Path[] {Path.of("/dev"), file, file.getParent()}) {
        SetupFailure refusal =
            bed.script("exit 0").makesMissing().device(source, "/given").run().refusal();
        assertThat(refusal.errno()).as("%s", source).isEqualTo(ENODEV);
        assertThat(refusal.subject()).isEqualTo(source.toString());
      }
      assertThat(
              bed.script("exit 0")
                  .makesMissing()
                  .device(Path.of("/dev/no-such-device"), "/given")
                  .run()
                  .refusal()
                  .errno())
          .isEqualTo(ENOENT);
      assertThat(bed.script("exit 0").run().exitCode()).isZero();
    }
  }
}
