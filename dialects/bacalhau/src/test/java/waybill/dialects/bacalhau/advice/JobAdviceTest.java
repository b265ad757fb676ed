package waybill.dialects.bacalhau.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waybill.dialects.bacalhau.run.Abilities;
import waybill.dialects.bacalhau.written.JobReader;
import waybill.engine.room.Capacity;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.model.task.Ids;

class JobAdviceTest {
  private static final Capacity MACHINE = new Capacity(9, 4000, 8_000_000_000L, 0, 0);

  private static List<String> advice(String type, String cpu, String memory, String more) {
    String text =
        """
        Name: j
        Type: %s
        Tasks:
        - Name: main
          Engine: {Type: docker, Params: {Image: busybox}}
          Resources: {CPU: "%s", Memory: %s%s
        """
            .formatted(type, cpu, memory, more);
    return JobAdvice.of(
        JobReader.read(new Source("job", text), new Problems()),
        MACHINE,
        new Abilities(Ids.RANGE, true, Optional.empty()));
  }

  @Test
  void whatFitsTwiceNeedsNoWord() {
    assertThat(advice("batch", "2", "4GB", "}")).isEmpty();
  }

  @Test
  void whatTheMachineHasNotIsTold() {
    assertThat(advice("batch", "8", "16GB", ", GPU: \"1\"}"))
        .hasSize(3)
        .allMatch(line -> line.startsWith("Warning: insufficient resources: "))
        .contains(
            "Warning: insufficient resources: GPU request exceeds node capacity"
                + " (task `main` asks for 1, and this machine has none)");
  }

  @Test
  void whatATaskMayWriteCountsAsMemory() {
    assertThat(advice("batch", "1", "5GB", ", Disk: 4GB}"))
        .containsExactly(
            "Warning: insufficient resources: Memory request exceeds node capacity (task `main`"
                + " asks for 5 GB and its Disk, which lies in memory, and this machine has 8 GB)");
    assertThat(advice("batch", "1", "3GB", ", Disk: 2GB}"))
        .singleElement()
        .asString()
        .startsWith("Hint: task `main` asks for more than half of this machine's Memory");
    assertThat(advice("batch", "1", "1GB", ", Disk: 9GB}"))
        .singleElement()
        .asString()
        .contains("Disk request exceeds node capacity");
  }

  // BA-56, BA-107
  @Test
  void muchOfTheMachineAndShortTimesAreHints() {
    assertThat(
            advice("batch", "3", "1GB", "}\n  Timeouts: {ExecutionTimeout: 60, QueueTimeout: 10}"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("Hint: "));
    assertThat(advice("service", "1", "1GB", "}")).hasSize(1);
  }
}
