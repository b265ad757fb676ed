package waybill.engine.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.engine.event.Event.WaitReason;
import waybill.model.failure.Failure;
import waybill.model.task.Limits;

/** What fits into a machine at all. */
class CapacityTest {
  private static final Capacity MACHINE =
      new Capacity(4, 2500, 24_000_000_000L, 24_000_000_000L, 1);

  private static String refusal(Capacity capacity, Demand demand) {
    return capacity.refusal(demand).map(Failure::message).orElse("");
  }

  @Test
  void whatFitsExactlyFits() {
    assertThat(MACHINE.refusal(new Demand(2500, 24_000_000_000L, 24_000_000_000L, 1))).isEmpty();
    assertThat(MACHINE.lacking(Demand.NONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          128000 | 0 | 0 | 0 | the task asks for 128 processors, and the machine has 2.5 for tasks
          2501 | 0 | 0 | 0 | the task asks for 2.501 processors, and the machine has 2.5 for tasks
          0 | 256000000000 | 0 | 0 | the task asks for 256 GB of memory, what it may write counted in, and the machine has 24 GB for tasks
          0 | 24950000000 | 0 | 0 | the task asks for 24.9 GB of memory, what it may write counted in, and the machine has 24 GB for tasks
          0 | 9223372036854775807 | 9223372036854775807 | 0 | the task asks for 9.2 EB of disk, and the machine has 24 GB for what tasks write
          0 | 0 | 0 | 8 | the task asks for 8 graphics processors, and the machine has 1 for tasks
          """)
  void whatDoesNotIsSaidInNumbers(long cpu, long memory, long disk, int gpus, String message) {
    assertThat(refusal(MACHINE, new Demand(cpu, memory, disk, gpus))).isEqualTo(message);
  }

  @Test
  void smallNumbersAreSaidAsTheyAre() {
    assertThat(refusal(new Capacity(1, 50, 999, 999, 0), new Demand(0, 1000, 0, 0)))
        .contains("1 kB of memory")
        .contains("has 999 B");
    assertThat(refusal(new Capacity(1, 50, 0, 0, 0), new Demand(100, 0, 0, 0)))
        .contains("asks for 0.1 processors")
        .contains("has 0.05");
  }

  @Test
  void aDemandIsAllThatTheLimitsAllow() {
    var limits =
        new Limits(
            OptionalLong.of(100), OptionalLong.of(7), OptionalLong.of(20), OptionalLong.of(3), 2);
    assertThat(Demand.of(limits)).isEqualTo(new Demand(20, 103, 3, 2));
    assertThat(Demand.of(Limits.NONE)).isEqualTo(Demand.NONE).hasSameHashCodeAs(Demand.NONE);
  }

  @Test
  void aDiskThatIsTooLargeIsCalledByItsName() {
    assertThat(MACHINE.lacking(Demand.of(disk(Long.MAX_VALUE)))).contains(WaitReason.DISK);
    assertThat(MACHINE.lacking(Demand.of(disk(24_000_000_001L)))).contains(WaitReason.DISK);
    assertThat(MACHINE.lacking(Demand.of(disk(24_000_000_000L)))).isEmpty();
  }

  private static Limits disk(long bytes) {
    return new Limits(
        OptionalLong.of(0), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(bytes), 0);
  }

  @Test
  void slotsAloneAreNoLimitOfAnythingElse() {
    assertThat(Capacity.slots(1).lacking(new Demand(Long.MAX_VALUE, Long.MAX_VALUE, 0, 0)))
        .isEmpty();
    assertThat(Capacity.slots(1).lacking(new Demand(0, 0, 0, 1))).contains(WaitReason.GPU);
    assertThatThrownBy(() -> Capacity.slots(0)).hasMessageContaining("slot");
  }
}
