package waybill.dialects.bacalhau.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import waybill.dialects.bacalhau.written.JobReader;
import waybill.model.document.Source;
import waybill.model.problem.Problems;

class JobAdviceTest {
  private static final Machine MACHINE = new Machine(4000, OptionalLong.of(8_000_000_000L), false);

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
    return JobAdvice.of(JobReader.read(new Source("job", text), new Problems()), MACHINE);
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
        .anyMatch(line -> line.contains("GPU request exceeds node capacity"));
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

  @Test
  void thisMachineHasProcessorsAndMemory() {
    assertThat(Machine.here().cpuMillis()).isPositive();
    assertThat(Machine.here().memoryBytes()).isPresent();
  }
}
