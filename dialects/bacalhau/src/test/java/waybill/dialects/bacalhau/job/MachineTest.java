package waybill.dialects.bacalhau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waybill.dialects.bacalhau.spec.Constraint;
import waybill.dialects.bacalhau.spec.Constraint.Operator;

class MachineTest {
  private static final Machine MACHINE =
      Machine.of("linux", "x86_64", "node-1", Map.of("env", "prod", "gpus", "2"));

  private static boolean matches(String key, Operator operator, String... values) {
    return MACHINE.unmet(List.of(new Constraint(key, operator, List.of(values)))).isEmpty();
  }

  // BA-127
  @Test
  void everyMachineHasItsOwnLabels() {
    assertThat(MACHINE.labels())
        .containsEntry("Operating-System", "linux")
        .containsEntry("Architecture", "amd64")
        .containsEntry("name", "node-1");
  }

  @Test
  void whatItsOwnerSaysWins() {
    assertThat(Machine.of("linux", "aarch64", "x", Map.of("name", "y")).labels())
        .containsEntry("Architecture", "arm64")
        .containsEntry("name", "y");
  }

  // BA-127
  @Test
  void constraintsAreMeantAsKubernetesMeansThem() {
    assertThat(matches("name", Operator.EQUAL, "node-1")).isTrue();
    assertThat(matches("env", Operator.EQUAL, "test")).isFalse();
    assertThat(matches("env", Operator.NOT_EQUAL, "prod")).isFalse();
    assertThat(matches("zone", Operator.NOT_EQUAL, "x")).isTrue();
    assertThat(matches("env", Operator.IN, "prod", "test")).isTrue();
    assertThat(matches("env", Operator.NOT_IN, "prod", "test")).isFalse();
    assertThat(matches("zone", Operator.NOT_IN, "x")).isTrue();
    assertThat(matches("zone", Operator.IN, "x")).isFalse();
    assertThat(matches("env", Operator.EXISTS)).isTrue();
    assertThat(matches("env", Operator.ABSENT)).isFalse();
    assertThat(matches("gpus", Operator.GREATER, "1")).isTrue();
    assertThat(matches("gpus", Operator.GREATER, "2")).isFalse();
    assertThat(matches("gpus", Operator.LESS, "10")).isTrue();
    assertThat(matches("env", Operator.LESS, "10")).isFalse();
    assertThat(matches("gpus", Operator.LESS, "many")).isFalse();
  }

  @Test
  void aWishExcludesNothing() {
    assertThat(matches("favour_name", Operator.EQUAL, "node-2")).isTrue();
  }

  @Test
  void wishesThatAreGrantedAreCounted() {
    var name = new Constraint("favour_name", Operator.EQUAL, List.of("node-1"));
    var env = new Constraint("favour_env", Operator.EQUAL, List.of("test"));
    var gpus = new Constraint("gpus", Operator.EXISTS, List.of());
    assertThat(MACHINE.granted(List.of(name, env, gpus))).isEqualTo(1);
  }
}
