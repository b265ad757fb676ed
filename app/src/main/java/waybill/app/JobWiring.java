package waybill.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import waybill.agent.server.AgentLog;
import waybill.cli.Command;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.command.Bacalhau;
import waybill.dialects.bacalhau.command.JobWorkplace;
import waybill.dialects.bacalhau.command.Node;
import waybill.dialects.bacalhau.job.JobLoop;
import waybill.dialects.bacalhau.job.Jobs.JobName;
import waybill.dialects.bacalhau.job.Machine;
import waybill.dialects.bacalhau.run.EngineExecutions;
import waybill.dialects.bacalhau.run.ExecutionPlace;
import waybill.dialects.bacalhau.run.NetworkPolicy;
import waybill.dialects.bacalhau.run.Obstacles;
import waybill.dialects.bacalhau.run.StoredImages;
import waybill.dialects.bacalhau.written.JobJson;
import waybill.engine.EngineClock;
import waybill.engine.store.RunRecord;
import waybill.engine.store.sqlite.SqliteJournal;
import waybill.files.OsReason;

/** Puts the parts of jobs together, inside the agent: they run until it ends, and after that. */
final class JobWiring implements AutoCloseable {
  /** What a run of a job is, in the journal. */
  private static final String KIND = "job";

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private final JobLoop jobs;
  private final JobWorkplace workplace;

  /**
   * Goes on with the jobs that there are.
   *
   * @param images as the caller of a command would get them
   * @param labels that this machine's owner gave it
   * @param networks which of them jobs may not ask for
   */
  JobWiring(
      ExecutionPlace place,
      SqliteJournal journal,
      Function<Invocation, StoredImages> images,
      Map<String, String> labels,
      NetworkPolicy networks,
      AgentLog log) {
    String host = hostName(log);
    Machine machine = Machine.of("linux", System.getProperty("os.arch", ""), host, labels);
    this.jobs =
        JobLoop.start(
            new JobLoop.World(
                journal,
                journal.ledger(),
                JobJson::write,
                JobJson::read,
                new EngineExecutions(place),
                EngineClock.SYSTEM,
                machine,
                log::line));
    this.workplace =
        new JobWorkplace(
            jobs,
            journal,
            invocation ->
                new Obstacles(
                    images.apply(invocation),
                    place.engine().capacity(),
                    place.abilities(),
                    networks),
            new Node(
                "n-" + host,
                machine.labels(),
                place.engine().capacity(),
                place.abilities(),
                networks),
            Programs.VERSION);
  }

  private static String hostName(AgentLog log) {
    try {
      return Files.readString(HOST_NAME, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      log.line("cannot read the name of this machine: " + OsReason.of(e));
      return "localhost";
    }
  }

  /** The command line of jobs. */
  Command command() {
    return new Bacalhau(workplace);
  }

  /** Stops the job whose version a run is; false when it is no job's, or over. */
  boolean stop(RunRecord run) {
    int colon = run.nativeId().lastIndexOf(':');
    if (!run.kind().equals(KIND) || colon < 0 || run.ended().isPresent()) {
      return false;
    }
    var _ = jobs.stop(new JobName(run.nativeId().substring(0, colon), ""), "cancelled by its user");
    return true;
  }

  @Override
  public void close() {
    jobs.close();
  }
}
