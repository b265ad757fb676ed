package waybill.dialects.opspec.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waybill.dialects.opspec.show.RootCauses.Cause;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.GroupEnded;

final class RootCausesTest {
  @Test
  void theCauseIsTheInnermostFailureWithTheEndOfItsOutputAndTheCallsAboveIt() {
    var script =
        new EventScript()
            .begin("", "op", "ci", ",\"place\":\"/x/op.yml:1:1\",\"ref\":\"ci\"")
            .container("c", "c");
    for (int i = 1; i <= 20; i++) {
      script.writes("c", "line " + i + "\n");
    }
    script
        .seconds(4)
        .fails("c", "nonzero container exit code: 3")
        .fails("", "nonzero container exit code: 3")
        .over(new Ending.Failed("nonzero container exit code: 3"));
    assertThat(script.causes.kept()).hasSize(1);
    Cause cause = script.causes.kept().getFirst();
    assertThat(cause.path()).isEqualTo("c");
    assertThat(cause.took()).isEqualTo(Optional.of(Duration.ofSeconds(4)));
    assertThat(cause.lines()).isEqualTo(20);
    assertThat(cause.tail()).hasSize(8).startsWith("line 13").endsWith("line 20");
    assertThat(cause.detail().command()).containsExactly("sh", "-ce", "exit 3");
    assertThat(cause.calledFrom())
        .containsExactly(new RootCauses.CalledFrom("op", "/x/op.yml:1:1", "ci"));
  }

  @Test
  void theExactPlaceOfAFailureWinsOverThatOfTheCall() {
    var script = new EventScript().container("", "c");
    script.tell(
        "", new GroupEnded(new Ending.Failed("no"), "{\"place\":\"/home/ann/op.yml:9:9\"}"));
    assertThat(script.causes.kept().getFirst().place()).isEqualTo("/home/ann/op.yml:9:9");
  }

  @Test
  void ofManyTheFirstAreKeptAndTheOthersCounted() {
    var script = new EventScript().begin("", "op", "ci");
    for (int i = 0; i < 30; i++) {
      script.container("c" + i, "c").fails("c" + i, "no");
    }
    script.fails("", "no").over(new Ending.Failed("no"));
    assertThat(script.causes.kept()).hasSize(RootCauses.MAX_KEPT);
    assertThat(script.causes.more()).isEqualTo(25);
  }

  @Test
  void aRunThatFailsBeforeItsFirstCallHasACause() {
    var script = new EventScript().over(new Ending.Failed("broken"));
    assertThat(script.causes.kept()).extracting(Cause::message).containsExactly("broken");
  }

  @Test
  void aCallThatFailsBeforeItBeganIsTheCause() {
    var script = new EventScript().begin("", "op", "ci").fails("x", "no such op").fails("", "y");
    assertThat(script.causes.kept()).extracting(Cause::message).containsExactly("no such op");
  }
}
