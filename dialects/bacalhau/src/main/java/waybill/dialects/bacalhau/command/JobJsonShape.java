package waybill.dialects.bacalhau.command;

import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.written.JobJson;

/** Jobs, executions and histories in the JSON of the older program. Each writes one object. */
final class JobJsonShape {
  private static final int DESIRED_RUNNING = 1;
  private static final int DESIRED_STOPPED = 2;
  private static final long NANOS = 1_000_000_000;

  private final String node;

  JobJsonShape(JobWorkplace workplace) {
    this.node = workplace.node().id();
  }

  void job(JsonGenerator json, Job job) {
    json.writeStartObject();
    json.writeStringProperty("ID", job.id());
    JobJson.shown(job.spec())
        .forEach(
            (name, value) -> {
              json.writeName(name);
              JobJson.value(json, value);
            });
    json.writeObjectPropertyStart("State");
    json.writeStringProperty("StateType", job.state().word());
    json.writeStringProperty("Message", job.message());
    json.writeEndObject();
    json.writeNumberProperty("Version", job.version());
    json.writeNumberProperty("Revision", job.version());
    json.writeNumberProperty("CreateTime", nanos(job.created()));
    json.writeNumberProperty("ModifyTime", nanos(job.modified()));
    json.writeEndObject();
  }

  void execution(JsonGenerator json, Job job, Execution execution, JobRecord record) {
    boolean stopped = Words.desired(job, execution).equals("Stopped");
    json.writeStartObject();
    json.writeStringProperty("ID", execution.id());
    json.writeStringProperty("Namespace", job.spec().namespace());
    json.writeStringProperty("NodeID", node);
    json.writeStringProperty("JobID", job.id());
    json.writeNumberProperty("JobVersion", job.version());
    json.writeNumberProperty("PartitionIndex", execution.partition());
    json.writeNumberProperty("Attempt", execution.attempt());
    state(json, "DesiredState", stopped ? DESIRED_STOPPED : DESIRED_RUNNING, "");
    state(json, "ComputeState", execution.state().number(), execution.message());
    output(json, execution, record);
    json.writeNumberProperty("CreateTime", nanos(execution.created()));
    json.writeNumberProperty("ModifyTime", nanos(execution.modified()));
    execution
        .next()
        .ifPresent(next -> json.writeStringProperty("NextAttemptTime", next.toString()));
    json.writeEndObject();
  }

  private static void state(JsonGenerator json, String name, int type, String message) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("StateType", type);
    json.writeStringProperty("Message", message);
    json.writeEndObject();
  }

  private static void output(JsonGenerator json, Execution execution, JobRecord record) {
    JobRecord.Head out = record.out(Words.path(execution));
    JobRecord.Head err = record.err(Words.path(execution));
    boolean failed = execution.state() == ExecutionState.FAILED;
    json.writeObjectPropertyStart("RunOutput");
    json.writeStringProperty("Stdout", out.text());
    json.writeBooleanProperty("StdoutTruncated", out.isTruncated());
    json.writeStringProperty("stderr", err.text());
    json.writeBooleanProperty("StderrTruncated", err.isTruncated());
    json.writeNumberProperty("ExitCode", execution.exitCode().orElse(failed ? -1 : 0));
    json.writeStringProperty(
        "ErrorMsg", failed && execution.exitCode().isEmpty() ? execution.message() : "");
    json.writeEndObject();
  }

  void history(JsonGenerator json, Job job, HistoryItem item, JobRecord record) {
    json.writeStartObject();
    json.writeNumberProperty("SeqNum", item.sequence());
    json.writeStringProperty("Type", item.execution().isEmpty() ? "JobLevel" : "ExecutionLevel");
    json.writeStringProperty("JobID", job.id());
    json.writeNumberProperty("JobVersion", job.version());
    json.writeStringProperty("ExecutionID", record.ids().getOrDefault(item.execution(), ""));
    json.writeObjectPropertyStart("Event");
    json.writeStringProperty("Message", item.message());
    json.writeStringProperty("Topic", item.topic());
    json.writeStringProperty("Timestamp", item.at().toString());
    json.writeEndObject();
    json.writeStringProperty("Time", item.at().toString());
    json.writeEndObject();
  }

  /** All of a version: itself, its executions and its history. */
  String everything(Job job, JobRecord record) {
    return JsonShape.text(
        json -> {
          json.writeStartObject();
          json.writeName("Job");
          job(json, job);
          json.writeObjectPropertyStart("Executions");
          json.writeArrayPropertyStart("Items");
          job.executions().forEach(execution -> execution(json, job, execution, record));
          json.writeEndArray();
          json.writeEndObject();
          json.writeObjectPropertyStart("History");
          json.writeArrayPropertyStart("Items");
          record.history().forEach(item -> history(json, job, item, record));
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** Jobs as an array. */
  String jobs(List<Job> jobs) {
    return JsonShape.text(
        json -> {
          json.writeStartArray();
          jobs.forEach(job -> job(json, job));
          json.writeEndArray();
        });
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * NANOS + at.getNano();
  }
}
