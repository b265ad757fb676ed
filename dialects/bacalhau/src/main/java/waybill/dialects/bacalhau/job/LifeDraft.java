package waybill.dialects.bacalhau.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.engine.store.LedgerChange;

/** A job while it is decided about: its versions, and what follows so far. */
final class LifeDraft {
  private final Instant now;
  private final Fleet fleet;
  private final List<VersionDraft> versions = new ArrayList<>();
  private final List<LedgerChange> facts = new ArrayList<>();
  private final List<JobCommand> commands = new ArrayList<>();

  LifeDraft(JobLife life, Instant now, Fleet fleet) {
    this.now = now;
    this.fleet = fleet;
    for (Job job : life.versions()) {
      versions.add(new VersionDraft(this, job));
    }
  }

  Instant now() {
    return now;
  }

  Fleet fleet() {
    return fleet;
  }

  List<VersionDraft> versions() {
    return versions;
  }

  boolean isNew() {
    return versions.isEmpty();
  }

  VersionDraft latest() {
    return versions.getLast();
  }

  List<VersionDraft> older() {
    return versions.subList(0, versions.size() - 1);
  }

  /** Executions of all versions that are not over. */
  int live() {
    int live = 0;
    for (VersionDraft version : versions) {
      live += version.live().size();
    }
    return live;
  }

  /** Those of them that are on one machine. */
  int liveOn(String machine) {
    int live = 0;
    for (VersionDraft version : versions) {
      for (Execution execution : version.live()) {
        live += execution.machine().equals(machine) ? 1 : 0;
      }
    }
    return live;
  }

  /** Executions of all versions that run and are to go on. */
  int up() {
    int up = 0;
    for (VersionDraft version : versions) {
      for (Execution execution : version.live()) {
        up += execution.isUp() ? 1 : 0;
      }
    }
    return up;
  }

  void add(Job version, LedgerChange.RunBegun begun, String remark) {
    facts.add(begun);
    var draft = new VersionDraft(this, version);
    draft.setNew();
    draft.remark(HistoryLine.SUBMISSION, remark);
    versions.add(draft);
  }

  void add(LedgerChange fact) {
    facts.add(fact);
  }

  void add(JobCommand command) {
    commands.add(command);
  }

  Decision decision(Optional<Instant> wake) {
    var changed = new ArrayList<Job>();
    var left = new ArrayList<Job>();
    for (VersionDraft version : versions) {
      Job job = version.job();
      if (version.isChanged()) {
        changed.add(job);
      }
      if (!job.state().isOver() || version == latest()) {
        left.add(job);
      }
    }
    return new Decision(new JobLife(left), changed, facts, commands, wake);
  }
}
