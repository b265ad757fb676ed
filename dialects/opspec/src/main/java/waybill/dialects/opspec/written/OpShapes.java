package waybill.dialects.opspec.written;

import java.util.List;
import waybill.model.shape.Shape;
import waybill.model.shape.Shape.Anything;
import waybill.model.shape.Shape.Either;
import waybill.model.shape.Shape.Elsewhere;
import waybill.model.shape.Shape.Field;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.Helped;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.MapOf;
import waybill.model.shape.Shape.Named;
import waybill.model.shape.Shape.Nullable;
import waybill.model.shape.Shape.Numeric;
import waybill.model.shape.Shape.Text;
import waybill.model.shape.TextRule;

/**
 * The grammar of an op.yml as a table: the reader holds files against it, and the schema for
 * editors is written from it. Parameters are in {@link ParameterShapes}.
 */
final class OpShapes {
  static final Shape TEXT = new Text(TextRule.ANY);
  private static final Shape EXPRESSION = new Anything();
  private static final Shape REFERENCE = new Text(Rules.REFERENCE);

  private OpShapes() {}

  private static final Shape CREDENTIALS =
      new Fields(
          "credentials",
          List.of(
              new Field("username", TEXT, true, "User name; an expression."),
              new Field("password", TEXT, true, "Password; an expression, best a secret input.")),
          List.of(),
          List.of(),
          false,
          List.of());

  private static final Shape PREDICATE = new Named("predicate", () -> OpShapes.PREDICATE_FIELDS);

  private static final Shape PREDICATES =
      new Helped(
          new ListOf(PREDICATE),
          "write a list of conditions: `- eq: [$(a), b]`, all of which must hold");

  private static final Shape CALL = new Named("call", () -> OpShapes.CALL_FIELDS);

  private static final Shape CONTAINER = new Named("container", () -> OpShapes.CONTAINER_FIELDS);

  private static final Shape BINDINGS_OF_PATHS_TO_DIRS =
      new MapOf(
          Rules.PATH,
          new Nullable(
              new Helped(
                  new Either(List.of(TEXT, new MapOf(TextRule.ANY, new Nullable(EXPRESSION)))),
                  "write a reference: `/PATH: $(variable)`")));

  private static final Shape LOOP_VARIABLE = new Text(Rules.VARIABLE);

  private static final Shape LOOP_VARIABLES =
      new Fields(
          "the variables of a loop",
          List.of(
              new Field(
                  "index", LOOP_VARIABLE, false, "Variable for the iteration's number, from 0."),
              new Field(
                  "key",
                  LOOP_VARIABLE,
                  false,
                  "Variable for the property's name, or the item's index."),
              new Field(
                  "value", LOOP_VARIABLE, false, "Variable for the item or the property's value.")),
          List.of(),
          List.of(),
          false,
          List.of());

  private static final Shape RANGE =
      new Either(
          List.of(new ListOf(EXPRESSION), new MapOf(TextRule.ANY, new Nullable(EXPRESSION)), TEXT));

  /** A whole op.yml. */
  static final Shape OP =
      new Fields(
          "an op",
          List.of(
              new Field(
                  "name",
                  new Text(Rules.URI_REFERENCE),
                  true,
                  "What the op is called: a URI reference like `github.com/me/my-op`."),
              new Field("description", TEXT, false, "What the op is for; Markdown."),
              new Field("inputs", ParameterShapes.INPUTS, false, "What the op is given, by name."),
              new Field(
                  "outputs", ParameterShapes.OUTPUTS, false, "What the op gives back, by name."),
              new Field(
                  "opspec",
                  new Text(Rules.VERSION),
                  false,
                  "Version of the language that the op is written in."),
              new Field(
                  "run", CALL, false, "The call that is the op. Without it the op does nothing."),
              new Field("version", new Text(Rules.VERSION), false, "Version of the op.")),
          List.of(),
          List.of(),
          false,
          List.of(
              new Elsewhere("icon", "leave it out: the icon is the file `icon.svg` beside op.yml"),
              new Elsewhere("params", "today: `inputs: {NAME: {string: {}}}`"),
              new Elsewhere("subOps", "today: `run: {serial: [{op: {ref: ../NAME}}]}`")));

  private static Shape predicate() {
    Shape items = new ListOf(EXPRESSION);
    List<Field> fields =
        List.of(
            new Field("eq", items, false, "All of these are equal."),
            new Field("ne", items, false, "Any two of these differ."),
            new Field("gt", items, false, "Each of these numbers is greater than the next."),
            new Field("gte", items, false, "None of these numbers is less than the next."),
            new Field("lt", items, false, "Each of these numbers is less than the next."),
            new Field("lte", items, false, "None of these numbers is greater than the next."),
            new Field("exists", REFERENCE, false, "There is such a value."),
            new Field("notExists", REFERENCE, false, "There is no such value."));
    return choice("a condition", fields, List.of());
  }

  /** All fields exclude each other. */
  private static Shape choice(String what, List<Field> fields, List<Elsewhere> elsewhere) {
    return new Fields(
        what, fields, fields.stream().map(Field::name).toList(), List.of(), false, elsewhere);
  }

  private static Shape call() {
    List<Field> fields =
        List.of(
            new Field("container", CONTAINER, false, "Runs a container."),
            new Field("op", OP_CALL, false, "Calls another op."),
            new Field("parallel", calls(), false, "Calls that happen at once."),
            new Field("parallelLoop", PARALLEL_LOOP, false, "A call for each item, all at once."),
            new Field("serial", calls(), false, "Calls that happen one after another."),
            new Field("serialLoop", SERIAL_LOOP, false, "A call that is repeated."),
            new Field(
                "if", PREDICATES, false, "Conditions that must all hold, or the call is skipped."),
            new Field("name", TEXT, false, "What the call is shown as, and known as in `needs`."),
            new Field(
                "needs",
                new ListOf(new Text(Rules.IDENTIFIER)),
                false,
                "Names of siblings in the same `parallel` that end once nobody needs them any more."),
            new Field("description", TEXT, false, "What the call is for; Markdown."));
    return new Fields(
        "a call",
        fields,
        List.of("container", "op", "parallel", "parallelLoop", "serial", "serialLoop"),
        List.of(),
        false,
        List.of(
            new Elsewhere("subOps", "today: `serial: [{op: {ref: ../NAME}}]`"),
            new Elsewhere("subOp", "today: `op: {ref: ../NAME}`"),
            new Elsewhere("url", "today: `op: {ref: ../NAME}`"),
            new Elsewhere("for", "today: `serialLoop: {range: …, vars: {value: NAME}, run: …}`")));
  }

  private static Shape calls() {
    return new Helped(new ListOf(CALL), "write a list of calls: `- op: {ref: ../NAME}`");
  }

  private static final Shape OP_CALL =
      new Helped(
          new Fields(
              "a call of an op",
              List.of(
                  new Field(
                      "ref",
                      TEXT,
                      true,
                      "The op: a path beside this one, or `HOST/REPOSITORY#VERSION/PATH`."),
                  new Field("pullCreds", CREDENTIALS, false, "Credentials for fetching the op."),
                  new Field(
                      "inputs",
                      new Helped(
                          new MapOf(Rules.PARAMETER, new Nullable(EXPRESSION)),
                          "write a mapping: `inputs: {NAME: $(variable)}`"),
                      false,
                      "Values for the op's inputs; nothing means the variable of that name."),
                  new Field(
                      "outputs",
                      new Helped(
                          new MapOf(Rules.PARAMETER, new Nullable(new Text(Rules.VARIABLE))),
                          "write a mapping: `outputs: {NAME: $(variable)}`"),
                      false,
                      "Variables for the op's outputs; nothing means the variable of that name.")),
              List.of(),
              List.of(),
              false,
              List.of(
                  new Elsewhere("pkg", "today: `op: {ref: …}`, with `pullCreds` beside `ref`"),
                  new Elsewhere("url", "today: `ref: ../NAME`"),
                  new Elsewhere("args", "today: `inputs: {NAME: $(variable)}`"))),
          "today: `op: {ref: ../%s}`, the path of the other op's folder");

  private static final Shape SERIAL_LOOP =
      new Fields(
          "a loop",
          List.of(
              new Field(
                  "range", RANGE, false, "What to go through: a list, a mapping, or a reference."),
              new Field("run", CALL, true, "The call that is repeated."),
              new Field(
                  "until", PREDICATES, false, "Conditions that, when all hold, end the loop."),
              new Field("vars", LOOP_VARIABLES, false, "Variables that tell the iteration.")),
          List.of(),
          List.of("range", "until"),
          false,
          List.of(new Elsewhere("each", "today: `range`")));

  private static final Shape PARALLEL_LOOP =
      new Fields(
          "a parallel loop",
          List.of(
              new Field(
                  "range", RANGE, true, "What to go through: a list, a mapping, or a reference."),
              new Field("run", CALL, true, "The call that happens for each item."),
              new Field("vars", LOOP_VARIABLES, false, "Variables that tell the iteration.")),
          List.of(),
          List.of(),
          false,
          List.of(
              new Elsewhere("each", "today: `range`"),
              new Elsewhere("until", "only a `serialLoop` can have `until`")));

  private static Shape container() {
    return new Fields(
        "a container",
        List.of(
            new Field("image", image(), true, "What the container is made from."),
            new Field(
                "cmd",
                new Helped(
                    new Either(List.of(new ListOf(EXPRESSION), REFERENCE)),
                    "write a list: `cmd: [sh, -c, 'echo hello']`, or one reference to a list"),
                false,
                "Program and arguments, instead of those of the image."),
            new Field(
                "dirs",
                BINDINGS_OF_PATHS_TO_DIRS,
                false,
                "Folders by their path in the container; nothing means the same path of the op."),
            new Field(
                "envVars",
                new Helped(
                    new Either(
                        List.of(
                            new MapOf(Rules.ENVIRONMENT_NAME, new Nullable(EXPRESSION)),
                            REFERENCE)),
                    "write a mapping: `envVars: {NAME: value}`"),
                false,
                "Environment variables; nothing means the variable of that name."),
            new Field(
                "files",
                new MapOf(Rules.PATH, new Nullable(EXPRESSION)),
                false,
                "Files by their path in the container; nothing means the same path of the op."),
            new Field("name", TEXT, false, "What other containers can reach it as."),
            new Field(
                "ports",
                new MapOf(
                    Rules.CONTAINER_PORT,
                    new Either(List.of(new Numeric(true, 1, false), new Text(Rules.HOST_PORT)))),
                false,
                "Ports of the container and those of the host that lead to them."),
            new Field(
                "sockets",
                new MapOf(Rules.PATH, new Helped(TEXT, "write a reference: `/PATH: $(variable)`")),
                false,
                "Sockets by their path in the container."),
            new Field(
                "workDir",
                new Text(Rules.WORK_DIR),
                false,
                "Where the program starts: an absolute path.")),
        List.of(),
        List.of(),
        false,
        List.of(
            new Elsewhere("stdOut", STREAM_HELP),
            new Elsewhere("stdErr", STREAM_HELP),
            new Elsewhere("entrypoint", "today: `cmd`, which is program and arguments"),
            new Elsewhere("env", "today: `envVars: {NAME: value}`"),
            new Elsewhere(
                "fs", "today: `dirs: {/PATH: $(variable)}` and `files: {/PATH: $(variable)}`")));
  }

  private static final String STREAM_HELP =
      "write to a file in the command and bind that: `files: {/out.txt: $(variable)}`";

  private static Shape image() {
    return new Helped(
        new Fields(
            "an image",
            List.of(
                new Field(
                    "ref",
                    TEXT,
                    true,
                    "Name of the image, or a reference to a folder with an OCI layout."),
                new Field(
                    "platform",
                    new Fields(
                        "a platform",
                        List.of(
                            new Field(
                                "arch", TEXT, false, "Architecture, like `amd64` or `arm64`.")),
                        List.of(),
                        List.of(),
                        false,
                        List.of()),
                    false,
                    "Which of several images of that name."),
                new Field("pullCreds", CREDENTIALS, false, "Credentials for pulling the image.")),
            List.of(),
            List.of(),
            false,
            List.of(new Elsewhere("src", "today: `ref: $(variable)`"))),
        "write `image: {ref: %s}`");
  }

  // Built once all constants that they are made of are there.
  private static final Shape PREDICATE_FIELDS = predicate();
  private static final Shape CONTAINER_FIELDS = container();
  private static final Shape CALL_FIELDS = call();
}
