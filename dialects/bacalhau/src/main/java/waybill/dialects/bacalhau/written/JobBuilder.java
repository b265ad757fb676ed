package waybill.dialects.bacalhau.written;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.dialects.bacalhau.spec.Constraint;
import waybill.dialects.bacalhau.spec.Constraint.Operator;
import waybill.dialects.bacalhau.spec.ErrorHandling;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.RestartPolicy;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.model.document.Span;
import waybill.model.document.SpecString;

/** What the top of a job means. */
final class JobBuilder {
  /** Far more than one machine can run; every replica has a record of its own. */
  private static final int MAX_COUNT = 100_000;

  private static final int MAX_INT = Integer.MAX_VALUE;
  private static final Set<String> TYPES = Set.of("batch", "service", "daemon", "ops");
  private static final String RESERVED = "bacalhau.org/";

  private final Part job;

  JobBuilder(Part job) {
    this.job = job;
  }

  /** The job; nothing where that much is wrong that it is none. */
  Optional<JobSpec> job() {
    String type = type();
    boolean repeated = type.equals("batch") || type.equals("service");
    boolean endless = type.equals("service") || type.equals("daemon");
    int count = count(type, repeated);
    refuseOthers(type, endless);
    String name =
        job.text("Name")
            .flatMap(given -> Names.of(given, job.problems()))
            .orElseGet(JobBuilder::madeName);
    String namespace =
        job.text("Namespace")
            .flatMap(given -> Names.namespace(given, job.problems()))
            .orElse("default");
    Optional<Kind> kind = kind(type, count);
    List<TaskSpec> tasks = tasks(new TaskBuilder.Job(type, endless, count));
    SequencedMap<String, String> meta = meta();
    List<Constraint> constraints = constraints();
    int priority = priority();
    SequencedMap<String, String> labels = job.map("Labels");
    if (kind.isEmpty() || tasks.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new JobSpec(name, namespace, kind.get(), priority, labels, meta, constraints, tasks));
  }

  /** Another one each time: a job without a name is always a new one. */
  private static String madeName() {
    return "job-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private String type() {
    Optional<SpecString> given = job.text("Type");
    if (given.isEmpty()) {
      return "batch";
    }
    String word = given.get().value().toLowerCase(Locale.ROOT);
    if (TYPES.contains(word)) {
      return word;
    }
    job.add(JobProblems.jobType(given.get().value(), given.get().span()));
    return "";
  }

  private int count(String type, boolean repeated) {
    OptionalLong given = job.whole("Count");
    if (given.isEmpty()) {
      return 1;
    }
    long count = given.getAsLong();
    Span span = job.span("Count");
    if (count < 1) {
      job.add(JobProblems.count(count, span));
    } else if (count > 1 && !repeated && !type.isEmpty()) {
      job.add(JobProblems.onlyOne(type, span));
    } else if (count > MAX_COUNT) {
      job.add(JobProblems.countTooLarge(MAX_COUNT, span));
    }
    return Math.clamp(count, 1, MAX_COUNT);
  }

  private void refuseOthers(String type, boolean endless) {
    if (type.isEmpty()) {
      return;
    }
    refuse("ExecutionPlan", type, type.equals("batch"), "batch");
    refuse("UpdateStrategy", type, type.equals("service"), "service");
    refuse("RestartPolicy", type, endless, "service and daemon");
    refuse("ErrorHandling", type, !endless, "batch and ops");
  }

  private void refuse(String key, String type, boolean allowed, String types) {
    if (!allowed && job.has(key)) {
      job.add(JobProblems.notOfType(key, type, types, job.keySpan(key)));
    }
  }

  private Optional<Kind> kind(String type, int count) {
    Optional<ErrorHandling> errors = errorHandling();
    RestartPolicy restarts = restartPolicy();
    int unavailable = maxUnavailable(count);
    return switch (type) {
      case "batch" -> Optional.of(new Kind.Batch(count, plan(), errors));
      case "ops" -> Optional.of(new Kind.Ops(errors));
      case "service" -> Optional.of(new Kind.Service(count, unavailable, restarts));
      case "daemon" -> Optional.of(new Kind.Daemon(restarts));
      default -> Optional.empty(); // was told already
    };
  }

  private Kind.ExecutionPlan plan() {
    boolean sequential = is("ExecutionPlan", "sequential", job);
    return sequential ? Kind.ExecutionPlan.SEQUENTIAL : Kind.ExecutionPlan.PARALLEL;
  }

  private static boolean is(String key, String word, Part part) {
    return part.text(key).map(SpecString::value).orElse("").equals(word);
  }

  private Optional<ErrorHandling> errorHandling() {
    return job.part("ErrorHandling")
        .map(
            part -> {
              int attempts = inRange(part, "MaxAttempts", 1, MAX_INT, "1 or more").orElse(2);
              boolean fail = is("OnFailure", "fail", part);
              boolean constant = is("BackoffStrategy", "constant", part);
              return new ErrorHandling(
                  attempts,
                  fail ? ErrorHandling.OnFailure.FAIL : ErrorHandling.OnFailure.RETRY,
                  constant ? ErrorHandling.Backoff.CONSTANT : ErrorHandling.Backoff.EXPONENTIAL);
            });
  }

  private RestartPolicy restartPolicy() {
    return job.part("RestartPolicy")
        .map(
            part -> {
              RestartPolicy.Mode mode =
                  switch (part.text("Mode").map(SpecString::value).orElse("always")) {
                    case "on-failure" -> RestartPolicy.Mode.ON_FAILURE;
                    case "never" -> RestartPolicy.Mode.NEVER;
                    default -> RestartPolicy.Mode.ALWAYS; // what else there is was told
                  };
              return new RestartPolicy(mode, inRange(part, "MaxAttempts", 0, MAX_INT, "0 or more"));
            })
        .orElse(RestartPolicy.DEFAULT);
  }

  private int maxUnavailable(int count) {
    return job.part("UpdateStrategy")
        .map(part -> inRange(part, "MaxUnavailable", 1, count, "1 to Count, " + count).orElse(1))
        .orElse(1);
  }

  private static OptionalInt inRange(Part part, String key, int least, int most, String range) {
    OptionalLong given = part.whole(key);
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    long value = given.getAsLong();
    if (value < least || value > most) {
      part.add(JobProblems.range(key, range, value, part.span(key)));
    }
    return OptionalInt.of(Math.clamp(value, least, most));
  }

  private int priority() {
    long priority = job.whole("Priority").orElse(0);
    boolean fits = priority >= Integer.MIN_VALUE && priority <= MAX_INT;
    if (!fits) {
      job.add(JobProblems.range("Priority", "0 to 100", priority, job.span("Priority")));
    } else if (priority < 0 || priority > 100) {
      job.add(JobProblems.priority(priority, job.span("Priority")));
    }
    return Math.clamp(priority, Integer.MIN_VALUE, MAX_INT);
  }

  private SequencedMap<String, String> meta() {
    SequencedMap<String, String> meta = job.map("Meta");
    for (var member : job.members("Meta")) {
      if (member.key().startsWith(RESERVED)) {
        job.add(JobProblems.reserved(member.key(), member.keySpan()));
        meta.remove(member.key());
      }
    }
    return meta;
  }

  private List<TaskSpec> tasks(TaskBuilder.Job around) {
    if (job.isList("Tasks") && job.elements("Tasks").isEmpty()) {
      job.add(JobProblems.noTasks(job.span("Tasks")));
    }
    List<TaskSpec> tasks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Part> parts = job.parts("Tasks");
    int number = 0;
    for (Part part : parts) {
      number++;
      String made = parts.size() == 1 ? "main" : "task-" + number;
      Optional<TaskSpec> task = new TaskBuilder(part, around).task(made);
      String name = task.map(TaskSpec::name).orElse("");
      if (!name.isEmpty() && !names.add(name)) {
        job.add(JobProblems.sameTask(name, part.span("Name")));
      }
      task.ifPresent(tasks::add);
    }
    return tasks;
  }

  private List<Constraint> constraints() {
    List<Constraint> constraints = new ArrayList<>();
    for (Part part : job.parts("Constraints")) {
      Optional<Operator> operator = part.text("Operator").flatMap(JobBuilder::operator);
      String key = part.text("Key").map(SpecString::value).orElse("");
      List<SpecString> values = part.texts("Values");
      if (part.has("Key") && key.isBlank()) {
        part.add(JobProblems.selector("selector key cannot be blank", part.span("Key")));
      }
      if (operator.isPresent()) {
        checkValues(part, operator.get(), values);
        constraints.add(
            new Constraint(key, operator.get(), values.stream().map(SpecString::value).toList()));
      }
    }
    return constraints;
  }

  private static Optional<Operator> operator(SpecString word) {
    return switch (word.value()) {
      case "in" -> Optional.of(Operator.IN);
      case "notin" -> Optional.of(Operator.NOT_IN);
      case "exists" -> Optional.of(Operator.EXISTS);
      case "!" -> Optional.of(Operator.ABSENT);
      case "=", "==" -> Optional.of(Operator.EQUAL);
      case "!=" -> Optional.of(Operator.NOT_EQUAL);
      case "gt" -> Optional.of(Operator.GREATER);
      case "lt" -> Optional.of(Operator.LESS);
      default -> Optional.empty(); // was told already
    };
  }

  private static void checkValues(Part part, Operator operator, List<SpecString> values) {
    Optional<String> wrong =
        switch (operator) {
          case IN, NOT_IN ->
              when(values.isEmpty(), "selector values cannot be empty for In or NotIn operators");
          case EXISTS, ABSENT ->
              when(
                  !values.isEmpty(),
                  "selector values must be empty for Exists or KeyNotInImap operators");
          case EQUAL, NOT_EQUAL ->
              when(
                  values.size() != 1,
                  "selector values must have exactly one value for other operators");
          case GREATER, LESS ->
              when(
                  values.size() != 1 || !isWhole(values.getFirst().value()),
                  "selector values must have exactly one value for other operators,"
                      + " and for gt and lt it is a whole number");
        };
    wrong.ifPresent(text -> part.add(JobProblems.selector(text, part.span("Values"))));
  }

  private static Optional<String> when(boolean wrong, String text) {
    return wrong ? Optional.of(text) : Optional.empty();
  }

  private static boolean isWhole(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return false;
    }
    for (int i = text.startsWith("-") && text.length() > 1 ? 1 : 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
