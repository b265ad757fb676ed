package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Mount;
import waybill.model.task.Network;

/** What of the network a task sees. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class NetworkTest {
  private static final String DOWN = "0x8\n";
  private static final String UP = "0x9\n";

  private final TestBed bed;

  NetworkTest(LauncherSettings.Kernel kernel) {
    bed = TestBed.start(TestBed.settings("waybill-launcher", 1, Optional.empty(), kernel));
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private String loopback(Network network) {
    return bed.script("cat /sys/class/net/lo/flags")
        .mounts(new Mount.Sys("/sys"))
        .network(network)
        .run()
        .printed();
  }

  private Job namespace(Network network) {
    return bed.job("readlink", "/proc/self/ns/net").proc().network(network);
  }

  @Test
  void aDisabledNetworkHasNotEvenLoopback() {
    assertThat(loopback(Network.DISABLED)).isEqualTo(DOWN);
    assertThat(
            bed.script("sed 1,2d /proc/net/dev | wc -l; sed 1d /proc/net/route")
                .proc()
                .run()
                .printed())
        .isEqualTo("1\n");
  }

  @Test
  void loopbackWorksWhereItIsAskedFor() {
    assertThat(loopback(Network.LOOPBACK)).isEqualTo(UP);
    assertThat(
            bed.script(
                    "nc -l -p 4000 -e echo hello & while ! nc 127.0.0.1 4000 2>/dev/stub; do :; done")
                .network(Network.LOOPBACK)
                .writable()
                .run()
                .printed())
        .isEqualTo("hello\n");
  }

  @Test
  void theHostsNetworkIsTheHosts() throws IOException {
    assertThat(namespace(Network.HOST).run().printed().trim())
        .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
  }

  @Test
  void aNetworkThatNobodyCouldChangeIsUsedAgain() throws IOException {
    String first = namespace(Network.DISABLED).run().printed();
    assertThat(namespace(Network.DISABLED).run().printed()).isEqualTo(first);
    assertThat(first.trim())
        .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
  }

  @Test
  void aNetworkWithLoopbackIsNotUsedAgain() {
    for (int i = 0; i < 5; i++) {
      assertThat(loopback(Network.LOOPBACK)).isEqualTo(UP);
      assertThat(loopback(Network.DISABLED)).isEqualTo(DOWN);
    }
  }

  @Test
  void noTwoTasksShareANetworkAtTheSameTime() {
    Job.Collected one = new Job.Collected();
    Job.Collected other = new Job.Collected();
    Job job =
        bed.script("readlink /proc/self/ns/net; exec sleep 1000").proc().network(Network.DISABLED);
    RunningTask first = job.start(one);
    RunningTask second = job.start(other);
    one.awaitOut("\n");
    other.awaitOut("\n");
    assertThat(one.out()).isNotEqualTo(other.out());
    first.signal(9);
    second.signal(9);
    Job.await(first);
    Job.await(second);
  }
}
