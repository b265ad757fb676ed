package waybill.dialects.bacalhau.job;

import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.job.Job.Verdict;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.engine.store.LedgerEntry;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Jobs as the ledger keeps them. Its own columns are not written twice; a field that is not there
 * is empty, and one that is not known is passed over, so that another version of us can read it.
 */
final class JobEntries {
  /** The ledger's word for what is a job. */
  static final String KIND = "job";

  private static final JsonFactory JSON = new JsonFactory();

  private final Function<JobSpec, String> specToJson;
  private final Function<String, JobSpec> specFromJson;

  JobEntries(Function<JobSpec, String> specToJson, Function<String, JobSpec> specFromJson) {
    this.specToJson = specToJson;
    this.specFromJson = specFromJson;
  }

  LedgerEntry entry(Job job) {
    return new LedgerEntry(
        KIND,
        job.id(),
        job.version(),
        job.spec().namespace(),
        job.spec().name(),
        job.state().word(),
        !job.state().isOver(),
        OptionalLong.of(job.run()),
        job.created(),
        job.modified(),
        body(job));
  }

  private String body(Job job) {
    var text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeStringProperty("Message", job.message());
      out.writeStringProperty("Submitted", job.submitted().toString());
      write(out, "Queued", job.queued().map(Instant::toString));
      if (job.verdict().isPresent()) {
        Verdict verdict = job.verdict().get();
        out.writeName("Verdict");
        out.writeStartObject();
        out.writeStringProperty("State", verdict.state().name());
        out.writeStringProperty("Message", verdict.message());
        out.writeStringProperty("ForExecutions", verdict.forExecutions());
        out.writeEndObject();
      }
      out.writeName("Executions");
      out.writeStartArray();
      for (Execution execution : job.executions()) {
        write(out, execution);
      }
      out.writeEndArray();
      out.writeName("Spec");
      out.writeRawValue(specToJson.apply(job.spec()));
      out.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Execution execution) {
    out.writeStartObject();
    out.writeStringProperty("ID", execution.id());
    out.writeNumberProperty("Partition", execution.partition());
    if (!execution.machine().isEmpty()) {
      out.writeStringProperty("Machine", execution.machine());
    }
    out.writeNumberProperty("Attempt", execution.attempt());
    out.writeStringProperty("State", execution.state().name());
    out.writeStringProperty("Message", execution.message());
    write(out, "ExitCode", execution.exitCode().map(String::valueOf));
    out.writeStringProperty("Created", execution.created().toString());
    out.writeStringProperty("Modified", execution.modified().toString());
    write(out, "Next", execution.next().map(Instant::toString));
    out.writeNumberProperty("Counted", execution.counted());
    write(out, "Stopping", execution.stopping());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String name, Optional<String> text) {
    if (text.isPresent()) {
      out.writeStringProperty(name, text.get());
    }
  }

  /**
   * Reads an entry back.
   *
   * @throws FailureException when it is not what {@link #entry} makes
   */
  Job job(LedgerEntry entry) {
    var body = new Fields();
    var verdict = new Fields();
    boolean judged = false;
    var executions = new ArrayList<Execution>();
    String spec = "";
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), entry.body())) {
      in.nextToken();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "Executions" -> executions.addAll(executions(in));
          case "Verdict" -> {
            verdict.read(in);
            judged = true;
          }
          case "Spec" -> spec = copied(in);
          default -> body.take(name, in); // fields that are plain texts, or not known
        }
      }
      return new Job(
          entry.id(),
          entry.version(),
          specFromJson.apply(spec),
          entry.run().orElse(0),
          JobState.valueOf(entry.state().toUpperCase(Locale.ROOT)),
          body.text("Message"),
          entry.created(),
          Instant.parse(body.text("Submitted")),
          entry.modified(),
          body.find("Queued").map(Instant::parse),
          judged
              ? Optional.of(
                  new Verdict(
                      JobState.valueOf(verdict.text("State")),
                      verdict.text("Message"),
                      verdict.text("ForExecutions")))
              : Optional.empty(),
          executions);
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.STORE_UNREADABLE,
              "job " + entry.id() + " cannot be read: " + e.getMessage()),
          e);
    }
  }

  private static List<Execution> executions(JsonParser in) {
    var executions = new ArrayList<Execution>();
    while (in.nextToken() == JsonToken.START_OBJECT) {
      var fields = new Fields();
      fields.read(in);
      executions.add(
          new Execution(
              fields.text("ID"),
              Integer.parseInt(fields.text("Partition")),
              fields.find("Machine").orElse(Machine.HERE),
              Integer.parseInt(fields.text("Attempt")),
              ExecutionState.valueOf(fields.text("State")),
              fields.text("Message"),
              fields.find("ExitCode").map(Integer::valueOf),
              Instant.parse(fields.text("Created")),
              Instant.parse(fields.text("Modified")),
              fields.find("Next").map(Instant::parse),
              Integer.parseInt(fields.text("Counted")),
              fields.find("Stopping")));
    }
    return executions;
  }

  private static String copied(JsonParser in) {
    var text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.copyCurrentStructure(in);
    }
    return text.toString();
  }

  /** The plain fields of one object. */
  private static final class Fields {
    private final Map<String, String> texts = new HashMap<>();

    /** Reads to the end of the object that has just begun. */
    void read(JsonParser in) {
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        in.nextToken();
        take(name, in);
      }
    }

    void take(String name, JsonParser in) {
      if (in.currentToken().isScalarValue()) {
        texts.put(name, in.getString());
      } else {
        in.skipChildren();
      }
    }

    Optional<String> find(String name) {
      return Optional.ofNullable(texts.get(name));
    }

    String text(String name) {
      return find(name).orElseThrow(() -> new IllegalArgumentException("it has no `" + name + "`"));
    }
  }
}
