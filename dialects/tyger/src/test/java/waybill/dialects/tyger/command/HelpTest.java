package waybill.dialects.tyger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --help} promises: examples first, and what holds for who says nothing. */
class HelpTest {
  private final Shell shell = new Shell(Path.of("nosuch"), Path.of(""));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codespec",
        "codespec create",
        "codespec show",
        "codespec list",
        "run",
        "run create",
        "run exec",
        "run show",
        "run list",
        "run counts",
        "run watch",
        "run logs",
        "run cancel",
        "run set",
        "buffer",
        "buffer create",
        "buffer show",
        "buffer set",
        "buffer list",
        "buffer access",
        "buffer write",
        "buffer read",
        "buffer gen",
        "buffer delete",
        "buffer restore",
        "buffer purge",
        "login",
        "completion"
      })
  void beginsWithExamplesOfTheVerb(String verb) {
    String help = shell.tyger((verb + " --help").split(" ", -1)).ok().out();
    assertThat(help).startsWith("Examples:\n  ");
    assertThat(help.substring(0, help.indexOf("\nUsage:"))).contains("tyger " + verb);
    assertThat(help.lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run exec|--timeout|12h",
        "run exec|--replicas|1",
        "run exec|--write-dop|16",
        "run exec|--read-dop|32",
        "run exec|--log-level|info",
        "run create|--worker-version|the latest",
        "run logs|--tail|all",
        "run list|--limit|1000",
        "buffer write|--flush-interval|1s",
        "codespec create|--shm|64Mi"
      })
  void saysWhatHoldsWhenNothingIsSaid(String row) {
    String[] parts = row.split("\\|", -1);
    String help = shell.tyger((parts[0] + " --help").split(" ", -1)).ok().out();
    String option = help.substring(help.lastIndexOf(parts[1] + "="));
    assertThat(option.replaceAll("\\s+", " "))
        .containsPattern("^[^;]*; " + parts[2] + " if not said");
  }
}
