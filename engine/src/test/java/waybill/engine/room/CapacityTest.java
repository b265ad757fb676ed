package waybill.engine.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.engine.event.Event.WaitReason;
import waybill.model.failure.Failure;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

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

  private static Task task(Root.Access access, Limits limits) {
    return new Task(
        new Root(List.of(new Layer.HostPrograms()), access),
        Ids.SINGLE,
        new Program("x", List.of(), new LinkedHashMap<>(), "/", 0, 0),
        List.of(),
        Network.DISABLED,
        limits,
        Optional.empty(),
        new Streams.Captured(1));
  }

  private static Limits disk(OptionalLong memory, long bytes) {
    return new Limits(
        memory, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(bytes), 0);
  }

  @Test
  void aDemandIsAllThatTheLimitsAllow() {
    var limits =
        new Limits(
            OptionalLong.of(100), OptionalLong.of(7), OptionalLong.of(20), OptionalLong.of(3), 2);
    assertThat(Demand.of(task(Root.Access.WRITABLE_IN_MEMORY, limits)))
        .isEqualTo(new Demand(20, 103, 0, 2));
    assertThat(Demand.of(task(Root.Access.WRITABLE_ON_DISK, limits)))
        .isEqualTo(new Demand(20, 100, 3, 2));
    assertThat(Demand.of(task(Root.Access.READ_ONLY, Limits.NONE)))
        .isEqualTo(Demand.NONE)
        .hasSameHashCodeAs(Demand.NONE);
    Limits endless = disk(OptionalLong.of(Long.MAX_VALUE), Long.MAX_VALUE);
    assertThat(Demand.of(task(Root.Access.WRITABLE_IN_MEMORY, endless)).memoryBytes())
        .isEqualTo(Long.MAX_VALUE);
  }

  /** A machine with 24 GB of memory and 100 GB on disk. */
  @ParameterizedTest
  @CsvSource({
    "1000000000, 1000000000, WRITABLE_IN_MEMORY",
    "1000000000, 1000000001, WRITABLE_ON_DISK",
    ", 6000000000, WRITABLE_IN_MEMORY",
    ", 6000000001, WRITABLE_ON_DISK",
    "20000000000, 6000000001, WRITABLE_ON_DISK",
    "1, 100000000000, WRITABLE_ON_DISK",
    "1, 100000000001, WRITABLE_IN_MEMORY",
    "1, 9223372036854775807, WRITABLE_IN_MEMORY",
  })
  void whatIsSmallBesideTheMemoryLiesThere(@Nullable Long memory, long disk, Root.Access expected) {
    var machine = new Capacity(4, 2500, 24_000_000_000L, 100_000_000_000L, 0);
    Limits limits = disk(memory == null ? OptionalLong.empty() : OptionalLong.of(memory), disk);
    assertThat(machine.writableRoot(limits)).isEqualTo(expected);
    assertThat(machine.largestDisk()).isEqualTo(100_000_000_000L);
  }

  @Test
  void withoutADiskAllRootsLieInMemory() {
    var machine = new Capacity(4, 2500, 24_000_000_000L, 0, 0);
    assertThat(machine.writableRoot(Limits.NONE)).isEqualTo(Root.Access.WRITABLE_IN_MEMORY);
    assertThat(machine.writableRoot(disk(OptionalLong.of(1), 30_000_000_000L)))
        .isEqualTo(Root.Access.WRITABLE_IN_MEMORY);
    assertThat(machine.largestDisk()).isEqualTo(24_000_000_000L);
  }

  @Test
  void slotsAloneAreNoLimitOfAnythingElse() {
    assertThat(Capacity.slots(1).lacking(new Demand(Long.MAX_VALUE, Long.MAX_VALUE, 0, 0)))
        .isEmpty();
    assertThat(Capacity.slots(1).lacking(new Demand(0, 0, 0, 1))).contains(WaitReason.GPU);
    assertThatThrownBy(() -> Capacity.slots(0)).hasMessageContaining("slot");
  }
}
