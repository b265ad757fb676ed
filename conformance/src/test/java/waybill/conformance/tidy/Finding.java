package waybill.conformance.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** A place that breaks a rule. */
record Finding(Path file, long line, String what) {

  /** Fails with every place and the one cure, in a form that editors can jump to. */
  static void none(String cure, List<Finding> findings) {
    assertThat(findings.stream().map(Finding::toString)).describedAs(cure).isEmpty();
  }

  @Override
  public String toString() {
    return file + ":" + line + ": " + what;
  }
}
