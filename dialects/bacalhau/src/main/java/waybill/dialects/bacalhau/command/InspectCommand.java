package waybill.dialects.bacalhau.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.spec.Amounts;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.model.task.Usage;

/** {@code bacalhau job inspect}: all about a job, or what its tasks asked for and used. */
final class InspectCommand {
  private static final long MICROS = 1_000_000;
  private static final long MILLIS = 1000;

  private final JobWorkplace workplace;

  InspectCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Verb.command("inspect", "Shows all about a job, as JSON or YAML.", this::inspect);
    CommandLines.examples(
        spec, "bacalhau job inspect my-job --resources     what it asked for, and what it used");
    JobArgument.addTo(spec);
    JobArgument.version(spec);
    CommandOptions.flag(spec, "What its tasks asked for, and what they used.", "--resources");
    OutputForm.addTo(spec);
    return spec;
  }

  private Exit inspect(ParseResult options, Invocation invocation) {
    OutputForm form = OutputForm.of(options);
    Job job = JobArgument.find(workplace.jobs(), options);
    JobRecord record = JobRecord.of(workplace.journal(), job);
    if (!CommandOptions.has(options, "--resources")) {
      var readable = new OutputForm(OutputForm.Kind.JSON, true, true, true);
      return (form.isPlain() ? readable : form)
          .tree(invocation, new JobJsonShape(workplace).everything(job, record));
    }
    List<Used> all = used(job, record);
    return form.isPlain() ? Verb.answer(invocation, table(all)) : form.tree(invocation, json(all));
  }

  /**
   * A task and what one run of it used.
   *
   * @param execution its id; empty for a task that nothing was measured of
   */
  private record Used(TaskSpec task, String execution, Optional<Usage> usage) {
    /** Thousandths of a processor, on an average. */
    OptionalLong cpuMillis() {
      return usage.isEmpty() || usage.get().wallMicros() == 0
          ? OptionalLong.empty()
          : OptionalLong.of(cpuMicros(usage.get()) * MILLIS / usage.get().wallMicros());
    }

    static long cpuMicros(Usage usage) {
      return usage.userMicros() + usage.systemMicros();
    }
  }

  private static List<Used> used(Job job, JobRecord record) {
    List<Used> all = new ArrayList<>();
    for (TaskSpec task : job.spec().tasks()) {
      boolean measured = false;
      for (Map.Entry<String, Usage> usage : record.usages().entrySet()) {
        String path = usage.getKey();
        String execution = JobRecord.execution(path);
        if (path.equals(execution + '/' + task.name())) {
          measured = true;
          String id = record.ids().getOrDefault(execution, execution);
          all.add(new Used(task, id, Optional.of(usage.getValue())));
        }
      }
      if (!measured) {
        all.add(new Used(task, "", Optional.empty()));
      }
    }
    return all;
  }

  private static String table(List<Used> all) {
    var rows =
        new Rows(
            List.of(
                "TASK",
                "EXECUTION",
                "CPU",
                "USED",
                "CPU TIME",
                "MEMORY",
                "PEAK",
                "DISK",
                "WRITTEN",
                "GPU"));
    for (Used used : all) {
      Resources asked = used.task().resources();
      Optional<Usage> usage = used.usage();
      rows.add(
          List.of(
              used.task().name(),
              used.execution().isEmpty() ? "not measured yet" : Words.shortId(used.execution()),
              Amounts.cpus(asked.cpuMillis()),
              used.cpuMillis().isPresent() ? Amounts.cpus(used.cpuMillis().getAsLong()) : "-",
              usage.map(u -> seconds(Used.cpuMicros(u))).orElse("-"),
              Amounts.bytes(asked.memoryBytes()),
              usage.map(u -> Amounts.bytes(u.peakBytes())).orElse("-"),
              asked.diskBytes().isPresent() ? Amounts.bytes(asked.diskBytes().getAsLong()) : "-",
              usage.map(u -> Amounts.bytes(u.writtenBytes())).orElse("-"),
              Integer.toString(asked.gpus())));
    }
    return rows.table(true);
  }

  private static String seconds(long micros) {
    return micros / MICROS + "." + Long.toString(MICROS + micros % MICROS).substring(1, 4) + " s";
  }

  private static String json(List<Used> all) {
    return JsonShape.text(
        json -> {
          json.writeStartArray();
          for (Used used : all) {
            json.writeStartObject();
            json.writeStringProperty("Task", used.task().name());
            json.writeStringProperty("ExecutionID", used.execution());
            asked(json, used.task().resources());
            used.usage().ifPresent(usage -> used(json, usage));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void asked(JsonGenerator json, Resources asked) {
    json.writeObjectPropertyStart("Requested");
    json.writeNumberProperty("CPUMillis", asked.cpuMillis());
    json.writeNumberProperty("MemoryBytes", asked.memoryBytes());
    asked.diskBytes().ifPresent(bytes -> json.writeNumberProperty("DiskBytes", bytes));
    json.writeNumberProperty("GPU", asked.gpus());
    json.writeEndObject();
  }

  private static void used(JsonGenerator json, Usage usage) {
    json.writeObjectPropertyStart("Used");
    json.writeNumberProperty("WallMicros", usage.wallMicros());
    json.writeNumberProperty("CPUMicros", Used.cpuMicros(usage));
    json.writeNumberProperty("PeakMemoryBytes", usage.peakBytes());
    json.writeNumberProperty("ReadBytes", usage.readBytes());
    json.writeNumberProperty("WrittenBytes", usage.writtenBytes());
    json.writeEndObject();
  }
}
