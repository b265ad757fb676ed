package waybill.dialects.bacalhau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.dialects.bacalhau.job.TestSpecs.batch;
import static waybill.dialects.bacalhau.job.TestSpecs.job;
import static waybill.dialects.bacalhau.job.TestSpecs.machine;

import java.util.Map;
import org.junit.jupiter.api.Test;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.engine.store.LedgerEntry;

class JobEntriesTest {
  private final JobEntries entries = new TestSpecs.Shelf().entries();

  @Test
  void whatRunsOnAnotherMachineIsKeptAsThat() {
    Job job = Script.on(machine("m-2", Map.of())).submitted(job("a", batch(1))).job();
    LedgerEntry entry = entries.entry(job);
    assertThat(entry.body()).contains("\"Machine\":\"m-2\"");
    assertThat(entries.job(entry)).isEqualTo(job);
  }

  /** As entries were written before there was a word about machines. */
  @Test
  void whatSaysNothingRunsHere() {
    Job job = new Script().submitted(job("a", batch(1))).job();
    LedgerEntry entry = entries.entry(job);
    assertThat(entry.body()).doesNotContain("Machine");
    assertThat(entries.job(entry).executions())
        .extracting(Execution::machine)
        .containsExactly(Machine.HERE);
  }
}
