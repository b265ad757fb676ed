package waybill.dialects.tyger.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.Resources.Amounts;
import waybill.engine.room.Capacity;
import waybill.engine.room.Demand;
import waybill.model.task.Limits;

class RunRoomTest {
  private static final Capacity MACHINE = new Capacity(4, 2_000, 1_000_000_000, 0, 0);
  private static final Capacity WITH_GPUS = new Capacity(4, 2_000, 1_000_000_000, 0, 2);

  private static Optional<Quantity> quantity(String number) {
    return number.isEmpty()
        ? Optional.empty()
        : Optional.of(new Quantity(new BigDecimal(number), number));
  }

  private static Resources resources(String requests, String limits, String gpu, String shm) {
    return new Resources(amounts(requests), amounts(limits), quantity(gpu), quantity(shm));
  }

  private static Amounts amounts(String cpuAndMemory) {
    String[] parts = cpuAndMemory.split("/", -1);
    return new Amounts(quantity(parts[0]), quantity(parts[1]));
  }

  @Test
  void reservesNothingAndLimitsNothingWhenNobodyAsks() {
    RunRoom room = RunRoom.of(Resources.NONE, MACHINE, false);

    assertThat(room).isEqualTo(new RunRoom(Limits.NONE, Demand.NONE, 64L << 20));
  }

  @Test
  void reservesRequestsAndHoldsLimits() {
    RunRoom room = RunRoom.of(resources("0.001/1000", "0.0015/2000.5", "1", "1024"), WITH_GPUS, true);

    assertThat(room.limits())
        .isEqualTo(
            new Limits(
                OptionalLong.of(2001),
                OptionalLong.empty(),
                OptionalLong.of(2),
                OptionalLong.empty(),
                1));
  }

  @Test
  void reservesALimitThatHasNoRequestAsFarAsTheMachineGoes() {
    assertThat(RunRoom.of(resources("/", "1/5000", "", ""), MACHINE, true).demand())
        .isEqualTo(new Demand(1_000, 5_000, 0, 0));
    assertThat(RunRoom.of(resources("/", "64/9e99", "", ""), MACHINE, true).demand())
        .isEqualTo(new Demand(2_000, 1_000_000_000, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2/ | 1/ | '' | '' | The cpu request '2' is greater than the cpu limit '1'",
        "/5 | /4 | '' | '' | The memory request '5' is greater than the memory limit '4'",
        "10000/ | / | '' | '' | asks for 10000 processors, and the machine has 2",
        "/2e9 | / | '' | '' | asks for 2 GB of memory",
        "9e30/ | / | '' | '' | and the machine has 2 for tasks",
        "/ | 0/ | '' | '' | The cpu limit must be greater than 0",
        "/ | / | 3 | '' | asks for 3 graphics processors, and the machine has 2",
        "/ | / | 0.5 | '' | GPUs are given as a whole, and '0.5' is no number of them",
        "/ | / | 1e10 | '' | GPUs are given as a whole",
        "/ | / | '' | 0 | The shm size must be greater than 0",
        "/ | / | '' | 2e9 | The shm size '2e9' is more than the 1000000000 bytes"
      })
  void refusesWhatCannotBeHad(
      String requests, String limits, String gpu, String shm, String reason) {
    assertThatThrownBy(
            () -> RunRoom.of(resources(requests, limits, gpu, shm), WITH_GPUS, true))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesALimitThatNobodyWouldHold() {
    assertThatThrownBy(() -> RunRoom.of(resources("/", "/64", "", ""), MACHINE, false))
        .hasMessageContaining("The memory limit '64' cannot be enforced")
        .hasMessageContaining("waybill doctor");
    assertThat(RunRoom.of(resources("1/64", "/", "", ""), MACHINE, false).demand())
        .isEqualTo(new Demand(1_000, 64, 0, 0));
  }

  @Test
  void saysThatThereIsNoGpu() {
    assertThatThrownBy(() -> RunRoom.of(resources("/", "/", "1", ""), MACHINE, true))
        .hasMessageContaining("asks for 1 graphics processors, and the machine has 0");
  }
}
