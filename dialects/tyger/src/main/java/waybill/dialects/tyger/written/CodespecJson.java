package waybill.dialects.tyger.written;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.StoredCodespec;
import waybill.model.problem.Problems;

/** Codespecs as JSON of the API and of the store. */
public final class CodespecJson {
  private CodespecJson() {}

  /** In the order of fields that the tool shows; absent ones are left out. */
  public static String write(StoredCodespec stored) {
    return write(stored, stored.codespec().maxReplicas());
  }

  /** The same as users see it: where they said nothing of replicas, there may be one. */
  public static String shown(StoredCodespec stored) {
    return write(stored, OptionalInt.of(stored.codespec().maxReplicas().orElse(1)));
  }

  private static String write(StoredCodespec stored, OptionalInt maxReplicas) {
    WrittenCodespec codespec = WrittenCodespec.of(stored.codespec()).named(stored.name());
    return JsonText.object(
        json ->
            fields(
                json,
                codespec,
                origin -> {
                  origin.number("version", stored.version());
                  origin.text("createdAt", stored.createdAt().toString());
                },
                maxReplicas));
  }

  /** The body of a request. */
  public static String write(WrittenCodespec codespec) {
    return JsonText.object(json -> fields(json, codespec, _ -> {}, codespec.maxReplicas()));
  }

  /** Adds what a codespec says to an object that was begun. */
  static void fields(
      JsonText json,
      WrittenCodespec codespec,
      Consumer<JsonText> afterName,
      OptionalInt maxReplicas) {
    json.text("kind", codespec.kind());
    json.text("name", codespec.name());
    afterName.accept(json);
    buffers(json, codespec.inputs(), codespec.outputs());
    json.objects(
        "sockets",
        codespec.sockets(),
        socket -> {
          json.number("port", socket.port());
          json.text("inputBuffer", socket.inputBuffer());
          json.text("outputBuffer", socket.outputBuffer());
        });
    json.text("image", codespec.image());
    json.texts("command", codespec.command());
    json.texts("args", codespec.args());
    json.text("workingDir", codespec.workingDir());
    json.texts("env", codespec.env());
    json.text("identity", codespec.identity());
    resources(json, codespec.resources());
    json.number("maxReplicas", maxReplicas);
    json.numbers("endpoints", codespec.endpoints());
  }

  private static void buffers(JsonText json, List<String> inputs, List<String> outputs) {
    if (!inputs.isEmpty() || !outputs.isEmpty()) {
      json.object(
          "buffers",
          _ -> {
            json.texts("inputs", inputs);
            json.texts("outputs", outputs);
          });
    }
  }

  private static void resources(JsonText json, Resources resources) {
    if (!resources.equals(Resources.NONE)) {
      json.object(
          "resources",
          _ -> {
            amounts(json, "requests", resources.requests());
            amounts(json, "limits", resources.limits());
            json.text("gpu", resources.gpu().map(Quantity::text));
            json.text("shm", resources.shm().map(Quantity::text));
          });
    }
  }

  private static void amounts(JsonText json, String key, Resources.Amounts amounts) {
    if (!amounts.equals(Resources.Amounts.NONE)) {
      json.object(
          key,
          _ -> {
            json.text("cpu", amounts.cpu().map(Quantity::text));
            json.text("memory", amounts.memory().map(Quantity::text));
          });
    }
  }

  /**
   * The body of a request: normalised, its rules not checked.
   *
   * @throws waybill.dialects.tyger.problem.Refusal where it is no codespec
   */
  public static WrittenCodespec read(byte[] body) {
    Problems problems = new Problems();
    Part part = Body.request(body, SpecShapes.CODESPEC, problems);
    WrittenCodespec codespec = SpecBuilder.codespec(part);
    Body.refuse(problems);
    return codespec;
  }

  /**
   * What it says, its kind included, if all rules hold.
   *
   * @throws waybill.dialects.tyger.problem.Refusal which names the first rule that is broken, as
   *     the server words it
   */
  public static Codespec checked(WrittenCodespec codespec) {
    codespec.name().ifPresent(name -> CodespecRules.checkName(name, Body.refusing()));
    CodespecRules.check(codespec, List.of(), Body.refusing());
    return codespec.settled();
  }

  /** What {@link #write(StoredCodespec)} wrote. */
  public static StoredCodespec readStored(String json) {
    Part raw = Body.ours(json);
    Codespec codespec = SpecBuilder.codespec(Body.ours(json, SpecShapes.CODESPEC)).settled();
    return new StoredCodespec(
        raw.text("name").orElseThrow(),
        raw.whole("version").orElseThrow(),
        time(raw, "createdAt").orElseThrow(),
        codespec);
  }

  static Optional<Instant> time(Part part, String key) {
    return part.text(key).map(Instant::parse);
  }
}
