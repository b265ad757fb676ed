package waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waybill.model.document.Source;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

class FailurePrinterTest {
  private final Recorded err = new Recorded();
  private final FailurePrinter printer = new FailurePrinter(err.stream(), FixedTerminal.NONE);

  @Test
  void aFailureIsToldWithItsHelp() {
    printer.print(
        Failure.of(FailureCode.DISK_FULL, "cannot write layer: No space left on device")
            .withHelp("free some space\nor choose another folder"));

    assertThat(err.text())
        .isEqualTo(
            """
            error: cannot write layer: No space left on device
              help: free some space
                    or choose another folder
            """);
  }

  @Test
  void theLinesOfAMessageStayTogetherAndAreSafe() {
    printer.print(Failure.of(FailureCode.INTERNAL, "first\nsecond \u001b[2J\r"));

    assertThat(err.text()).isEqualTo("error: first\n  second ␛[2J\n");
  }

  @Test
  void aFailedJobIsToldWithFactsAndTheEndOfItsOutput() {
    printer.print(
        new FailureBlock(
            "job 7",
            "exit 3 after 4.1 s",
            List.of(
                new FailureBlock.Fact("command", "sh -c \"go test\""),
                new FailureBlock.Fact("peak", "498 MiB of 512 MiB")),
            Optional.of(new FailureBlock.Tail("stderr", 214, List.of("--- FAIL", "FAIL\u0007"))),
            Optional.of("the memory limit is near"),
            List.of("waybill explain job.json", "waybill doctor")));

    assertThat(err.text())
        .isEqualTo(
            """
            FAILED  job 7  exit 3 after 4.1 s
              command   sh -c "go test"
              peak      498 MiB of 512 MiB
              last 2 of 214 lines (stderr):
                | --- FAIL
                | FAIL␇
              hint      the memory limit is near
              next      waybill explain job.json        waybill doctor
            """);
  }

  @Test
  void itsPlaceIsShownWithTheLineBeforeAndAMark() {
    assertThat(placed("run:\n\tcontainer:\u001b[2J {}\n", 2, 2))
        .isEqualTo(
            """
            FAILED  x  exit 1
              ,- x.yml:2:2
              | 1 | run:
              | 2 |     container:␛[2J {}
              |   |     ^
              `-
            """);
    assertThat(placed("a\n", 1, 99)).contains("| 1 | a\n", "|   |  ^\n");
    assertThat(placed("", 7, 1)).isEqualTo("FAILED  x  exit 1\n  ,- x.yml:2:2\n  `-\n");
  }

  private static String placed(String text, int line, int column) {
    var err = new Recorded();
    new FailurePrinter(err.stream(), FixedTerminal.NONE)
        .print(
            new FailureBlock(
                    "x", "exit 1", List.of(), Optional.empty(), Optional.empty(), List.of())
                .withPlace(
                    Optional.of(
                        new FailureBlock.Place(new Source("x.yml:2:2", text), line, column))));
    return err.text();
  }

  @Test
  void thatAJobWroteNothingIsSaid() {
    printer.print(
        new FailureBlock(
            "job 7",
            "timed out (60 s)",
            List.of(),
            Optional.of(new FailureBlock.Tail("stderr", 0, List.of())),
            Optional.empty(),
            List.of()));

    assertThat(err.text())
        .isEqualTo("FAILED  job 7  timed out (60 s)\n  stderr    (wrote nothing)\n");
  }

  @Test
  void aLineOfMegabytesIsCut() {
    printer.print(
        new FailureBlock(
            "j",
            "exit 1",
            List.of(),
            Optional.of(new FailureBlock.Tail("stdout", 1, List.of("x".repeat(5_000_000)))),
            Optional.empty(),
            List.of()));

    assertThat(err.text()).hasSizeLessThan(1200);
  }
}
