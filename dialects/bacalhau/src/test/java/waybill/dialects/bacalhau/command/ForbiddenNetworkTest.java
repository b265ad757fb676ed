package waybill.dialects.bacalhau.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.bacalhau.run.NetworkPolicy;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * What a machine's owner forbids is refused wherever a job comes in, with the place of the rule.
 */
class ForbiddenNetworkTest {
  private static final String REFUSAL =
      "Error: task main: the network `full` is forbidden by `the-rule` in its.yaml:1\n";
  private static final NetworkPolicy FORBIDDING = () -> Optional.of("`the-rule` in its.yaml:1");

  @TempDir Path folder;
  private Desk desk;

  @BeforeEach
  void open() throws IOException {
    desk = new Desk(folder).text("full.yaml", job("full")).text("none.yaml", job("none"));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static String job(String network) {
    return """
        Name: j
        Type: batch
        Tasks:
        - Name: main
          Engine: {Type: docker, Params: {Image: busybox}}
          Resources: {CPU: "0.1", Memory: 1MB}
          Network: {Type: %s}
        """
        .formatted(network);
  }

  @Test
  void nothingIsForbiddenUnlessSomebodySaysSo() {
    assertThat(desk.call("validate", "full.yaml").out()).isEqualTo("OK\n");
    assertThat(desk.call("run", "--wait=false", "full.yaml").status()).isZero();
  }

  @Test
  void everyWayInIsClosed() {
    desk.forbidding(FORBIDDING);
    for (String[] words :
        new String[][] {
          {"validate", "full.yaml"},
          {"job", "validate", "full.yaml"},
          {"run", "--dry-run", "full.yaml"},
          {"run", "--wait=false", "--force", "full.yaml"},
          {"docker", "run", "--wait=false", "--network", "full", "busybox"},
          {"docker", "run", "--wait=false", "--network", "host", "busybox"},
        }) {
      Desk.Answer answer = desk.call(words);
      assertThat(answer.status()).describedAs(String.join(" ", words)).isEqualTo(1);
      assertThat(answer.err()).contains(REFUSAL);
    }
    assertThat(desk.call("job", "list", "--output", "json").out()).isEqualTo("[]\n");
  }

  @Test
  void whatRanBeforeIsNotRunAgain() {
    assertThat(desk.call("run", "--wait=false", "full.yaml").status()).isZero();
    desk.forbidding(FORBIDDING);
    Desk.Answer answer = desk.call("job", "rerun", "--wait=false", "j");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith(REFUSAL);
    assertThat(desk.call("job", "versions", "j", "--output", "json").out())
        .doesNotContain("\"Version\":2");
  }

  @Test
  void otherNetworksAreNobodysConcern() {
    desk.forbidding(
        () -> {
          throw new AssertionError("it was asked for a job that wants no network");
        });
    assertThat(desk.call("validate", "none.yaml").status()).isZero();
    assertThat(desk.call("run", "--wait=false", "none.yaml").status()).isZero();
  }

  @Test
  void whereItCannotBeKnownItIsForbidden() {
    desk.forbidding(
        () -> {
          throw Failure.of(FailureCode.SPEC_INVALID, "cannot read the rules").asException();
        });
    for (String verb : new String[] {"validate", "run"}) {
      Desk.Answer answer = desk.call(verb, "full.yaml");
      assertThat(answer.status()).isEqualTo(1);
      assertThat(answer.err()).isEqualTo("Error: cannot read the rules\n");
      assertThat(answer.out()).isEmpty();
    }
  }
}
