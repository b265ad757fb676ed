package waybill.dialects.tyger.written;

import java.util.ArrayList;
import java.util.List;
import waybill.dialects.tyger.spec.Quantity;
import waybill.model.shape.Shape;
import waybill.model.shape.Shape.Either;
import waybill.model.shape.Shape.Elsewhere;
import waybill.model.shape.Shape.Field;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.MapOf;
import waybill.model.shape.Shape.Nullable;
import waybill.model.shape.Shape.Numeric;
import waybill.model.shape.Shape.Text;
import waybill.model.shape.Shape.Word;
import waybill.model.shape.TextRule;

/** What may stand where in codespecs, runs and buffers, whoever writes them. */
final class SpecShapes {
  static final Shape TEXT = new Text(TextRule.ANY);
  static final Shape WHOLE = new Numeric(true, Long.MIN_VALUE, false);
  private static final Shape TEXTS = new ListOf(TEXT);
  private static final Shape TEXT_MAP = new MapOf(TextRule.ANY, TEXT);
  private static final Shape QUANTITY =
      new Either(
          List.of(
              new Text(TextRule.ANY.called(Quantity.WANTED)),
              new Numeric(false, Long.MIN_VALUE, false)));

  /** What the server says of a thing, and nobody else; people give back what they were shown. */
  private static final Shape IGNORED = new Nullable(new Shape.Anything());

  private static final Fields AMOUNTS =
      fields(
          "amounts",
          field("cpu", QUANTITY, "Cores, such as 2 or 500m."),
          field("memory", QUANTITY, "Bytes, such as 1G or 512Mi."));

  private static final Fields SOCKET =
      fields(
          "a socket",
          field("port", WHOLE, "The TCP port that the program listens on."),
          field("inputBuffer", TEXT, "The parameter whose buffer is sent to it."),
          field("outputBuffer", TEXT, "The parameter whose buffer gets what it sends."));

  private static final Fields BUFFERS =
      fields(
          "buffer parameters",
          field("inputs", TEXTS, "Names of buffers that are read."),
          field("outputs", TEXTS, "Names of buffers that are written."));

  private static final Fields RESOURCES =
      new Fields(
          "resources",
          List.of(
              field("requests", AMOUNTS, "The least that the container needs."),
              field("limits", AMOUNTS, "The most that the container may use."),
              field("gpu", QUANTITY, "How many GPUs."),
              field("shm", QUANTITY, "The size of /dev/shm; 64 MiB if not given.")),
          List.of(),
          List.of(),
          false,
          List.of(
              new Elsewhere("cpu", "it belongs to `requests` and `limits`"),
              new Elsewhere("memory", "it belongs to `requests` and `limits`")));

  /** A codespec as it is read; what has to be there is a rule, because options may give it. */
  static final Fields CODESPEC = codespec(false);

  /** A run as it is read. */
  static final Fields RUN = run(false);

  /** A buffer that is wanted. */
  static final Fields BUFFER =
      fields(
          "a buffer",
          ignored("id"),
          ignored("createdAt"),
          ignored("isSoftDeleted"),
          ignored("eTag"),
          field("location", TEXT, "Where it is."),
          field("expiresAt", TEXT, "When it is deleted."),
          field("tags", TEXT_MAP, "For finding it."));

  /** What is to become of a run that there is: its tags. People give back all they were shown. */
  static final Fields TAGS_OF_RUN =
      fields(
          "a run",
          RUN.fields().stream()
              .map(one -> one.name().equals("tags") ? one : ignored(one.name()))
              .toArray(Field[]::new));

  private SpecShapes() {}

  /**
   * A codespec.
   *
   * @param forEditors whether it is whole: as a file without any option
   */
  static Fields codespec(boolean forEditors) {
    Shape kind = forEditors ? new Word(List.of("job", "worker")) : TEXT;
    return new Fields(
        "a codespec",
        List.of(
            field("kind", kind, "`job` or `worker`; job if not given."),
            field("name", TEXT, "Lower case letters, digits, dashes, underscores and dots."),
            ignored("version"),
            ignored("createdAt"),
            field("buffers", BUFFERS, "The parameters of a job."),
            field("sockets", new ListOf(SOCKET), "Ports that serve buffers instead of pipes."),
            new Field("image", TEXT, forEditors, "The container image."),
            field("command", TEXTS, "The program, not by a shell; the image's if not given."),
            field("args", TEXTS, "Its arguments; the image's if not given."),
            field("workingDir", TEXT, "Where it starts; the image's if not given."),
            field("env", TEXT_MAP, "Variables; each sees those before it as $(NAME)."),
            field("identity", TEXT, "Whose credentials it gets."),
            field("resources", RESOURCES, "What it needs and may use."),
            field("maxReplicas", WHOLE, "How many replicas there may be."),
            field("endpoints", new MapOf(TextRule.ANY, WHOLE), "TCP ports of a worker, by name.")),
        List.of(),
        List.of(),
        false,
        List.of(
            new Elsewhere("inputs", "it belongs to `buffers`"),
            new Elsewhere("outputs", "it belongs to `buffers`"),
            new Elsewhere("cpu", "it belongs to `resources.requests` and `resources.limits`"),
            new Elsewhere("memory", "it belongs to `resources.requests` and `resources.limits`"),
            new Elsewhere("gpu", "it belongs to `resources`"),
            new Elsewhere("shm", "it belongs to `resources`"),
            new Elsewhere("entrypoint", "that is `command`, a list"),
            new Elsewhere("timeoutSeconds", "it belongs to a run, beside `job`"),
            new Elsewhere("job", "this is a run: `tyger run create -f FILE`"),
            new Elsewhere("worker", "this is a run: `tyger run create -f FILE`"),
            new Elsewhere("codespec", "it belongs to the `job` of a run"),
            new Elsewhere("replicas", "it belongs to the `job` of a run"),
            new Elsewhere("tags", "it belongs to a run, or to its `job`")));
  }

  /**
   * A run.
   *
   * @param forEditors whether it is whole: as a file without any option
   */
  static Fields run(boolean forEditors) {
    Shape codespec = new Either(List.of(TEXT, codespec(forEditors)));
    Field what =
        new Field("codespec", codespec, forEditors, "NAME, NAME/versions/N, or a codespec.");
    Fields job =
        new Fields(
            "the job of a run",
            List.of(
                what,
                field("buffers", TEXT_MAP, "Buffers by parameter; missing ones are created."),
                field("tags", TEXT_MAP, "Of buffers that are created."),
                field("bufferTtl", TEXT, "How long those are kept: D.HH:MM:SS."),
                field("nodePool", TEXT, "Where it runs."),
                field("replicas", WHOLE, "How many of it; 1 if not given.")),
            List.of(),
            List.of(),
            false,
            List.of(new Elsewhere("timeoutSeconds", "it belongs to the run, beside `job`")));
    Fields worker =
        fields(
            "the workers of a run",
            what,
            field("nodePool", TEXT, "Where they run."),
            field("replicas", WHOLE, "How many of them; 1 if not given."));
    List<Field> fields = new ArrayList<>();
    for (String name :
        List.of("id", "status", "statusReason", "runningCount", "createdAt", "startedAt")) {
      fields.add(ignored(name));
    }
    fields.add(ignored("finishedAt"));
    fields.add(ignored("eTag"));
    fields.add(field("kind", TEXT, "`user`, and nothing else."));
    fields.add(new Field("job", job, forEditors, "What is run."));
    fields.add(field("worker", worker, "What serves it."));
    fields.add(field("cluster", TEXT, "Where it runs."));
    fields.add(field("timeoutSeconds", WHOLE, "How long it may take; 43200 if not given."));
    fields.add(field("tags", TEXT_MAP, "For finding the run."));
    fields.add(
        field("bufferAccessTtl", TEXT, "How long access URLs of its buffers hold: D.HH:MM:SS."));
    return new Fields(
        "a run",
        fields,
        List.of(),
        List.of(),
        false,
        List.of(
            new Elsewhere("codespec", "it belongs to `job`"),
            new Elsewhere("timeout", "that is `timeoutSeconds`"),
            new Elsewhere("workers", "that is `worker`")));
  }

  private static Field field(String name, Shape shape, String description) {
    return new Field(name, shape, false, description);
  }

  private static Field ignored(String name) {
    return new Field(name, IGNORED, false, "Given by the server; ignored here.");
  }

  private static Fields fields(String what, Field... fields) {
    return new Fields(what, List.of(fields), List.of(), List.of(), false, List.of());
  }

  /** Whether it is what the server alone says. */
  static boolean isIgnored(Shape shape) {
    return shape.equals(IGNORED);
  }

  /** Whether an empty text of that name is said, and wrong, instead of not said. */
  static boolean keepsEmpty(String field) {
    return field.equals("image");
  }
}
