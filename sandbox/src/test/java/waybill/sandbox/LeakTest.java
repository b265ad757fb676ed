package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Streams;

/** After many tasks the launcher holds what it held before. */
class LeakTest {
  private static final int TASKS = 1000;

  private static Job mixed(TestBed bed, int number, Optional<ControlGroups> groups) {
    Job job =
        switch (number % 10) {
          case 0 -> bed.job("/bin/true").proc();
          case 1 ->
              bed.script("echo x >/new")
                  .makesMissing()
                  .files(new Step.File("/etc/new/file", "content"))
                  .mounts(new Mount.ContainerSystem())
                  .bind(Layers.withBusybox(), "/made/here", Mount.BindAccess.READ_ONLY)
                  .directory("/made/directory");
          case 2 -> bed.script("exit 3").network(Network.LOOPBACK);
          case 3 -> bed.script("exit 0").network(Network.HOST).ids(1000, 1000);
          case 4 -> bed.script("echo hello").streams(new Streams.Terminal(80, 24));
          case 5 -> bed.job("/bin/missing").writable();
          case 6 -> bed.job("/bin/true").mounts(new Mount.Tmp("/missing"));
          case 7 ->
              bed.job("/bin/true").bind(Path.of("/missing"), "/mnt", Mount.BindAccess.READ_ONLY);
          case 8 -> bed.job("/bin/true").layers(Path.of("/missing"));
          default ->
              bed.script("sleep 1000 & kill -9 $$")
                  .bind(Layers.withBusybox(), "/mnt", Mount.BindAccess.READ_WRITE)
                  .mounts(
                      new Mount.Proc("/proc", Mount.View.MASKED),
                      new Mount.Tmp("/tmp"),
                      new Mount.DevPts("/dev/pts"),
                      new Mount.MessageQueue("/dev/mqueue"),
                      new Mount.Devices(List.of(Mount.Device.NULL, Mount.Device.SHM)));
        };
    if (groups.isPresent() && number % 3 == 0) {
      job.limits(Job.processes(10 + number % 7));
    }
    return job;
  }

  private static List<String> mountsOfTheHost() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo"));
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void aThousandMixedTasksLeaveNothing(LauncherSettings.Kernel kernel) throws IOException {
    Optional<ControlGroups> groups = ControlGroups.find();
    List<String> hostBefore = mountsOfTheHost();
    try (TestBed bed = TestBed.start(TestBed.settings("waybill-launcher", 1, groups, kernel))) {
      for (int i = 0; i < 30; i++) {
        mixed(bed, i, groups).run();
      }
      List<String> before = bed.holdings();
      for (int i = 0; i < TASKS; i++) {
        mixed(bed, i, groups).run();
      }
      assertThat(bed.holdings()).isEqualTo(before);
      assertThat(bed.taskProcesses()).isEmpty();
    }
    assertThat(mountsOfTheHost()).isEqualTo(hostBefore);
  }
}
