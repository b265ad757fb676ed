package waybill.dialects.maelstrom.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waybill.cli.Exit;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Outcome;

class JobEndTest {
  private static final Exit BAD = new Exit.Status(1);

  @ParameterizedTest
  @MethodSource
  void meansThis(Outcome outcome, JobEnd inStream, JobEnd alone) {
    assertThat(JobEnd.inStream(outcome)).isEqualTo(inStream);
    assertThat(JobEnd.alone(outcome)).isEqualTo(alone);
  }

  static Stream<Arguments> meansThis() {
    return Stream.of(
        Arguments.of(new Outcome.Exited(0), end("", Exit.OK), end("", Exit.OK)),
        Arguments.of(
            new Outcome.Exited(3),
            end("exited with code 3", new Exit.Status(3)),
            end("", new Exit.Status(3))),
        Arguments.of(
            new Outcome.Signaled(6), end("killed by signal 6", BAD), end("", new Exit.BySignal(6))),
        Arguments.of(
            new Outcome.OutOfMemory(),
            end("killed by signal 9", BAD),
            end("", new Exit.BySignal(9))),
        Arguments.of(new Outcome.TimedOut(), end("timed out", BAD), end("timed out", BAD)),
        Arguments.of(
            new Outcome.Cancelled(Outcome.Canceller.WAYBILL),
            end("system error: the job was cancelled", BAD),
            end("system error: the job was cancelled", BAD)),
        Arguments.of(
            new Outcome.Failed(Failure.of(FailureCode.LAUNCHER_LOST, "gone").withHelp("cure")),
            end("system error: gone", BAD),
            end("system error: gone", BAD)));
  }

  private static JobEnd end(String status, Exit exit) {
    return new JobEnd(status.isEmpty() ? Optional.empty() : Optional.of(status), exit);
  }
}
