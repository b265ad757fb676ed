package waybill.dialects.tyger.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.client.ApiAnswer;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.ApiTarget;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.written.WrittenRun;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/**
 * The buffers of a run that are connected to the caller's streams: those that nobody has named.
 *
 * @param input gets what comes in
 * @param output has what goes out
 * @param run what has them: of a codespec that may get another version meanwhile, this one
 */
record Parameters(Optional<String> input, Optional<String> output, WrittenRun run) {
  /** In the place of a buffer: one that is not kept. */
  private static final String EPHEMERAL = "_";

  /**
   * What a codespec calls its buffers.
   *
   * @param codespec where they were found
   */
  private record Names(List<String> inputs, List<String> outputs, WrittenRef codespec) {}

  /** Of each direction one, at most; fails with the tool's texts. */
  static Parameters unmapped(WrittenRun run, ApiClient api) throws InterruptedException {
    Names names = names(run.job().codespec().orElseThrow(), api);
    Map<String, String> buffers = run.job().buffers();
    return new Parameters(
        only(names.inputs(), buffers, CommandTexts.MANY_INPUTS),
        only(names.outputs(), buffers, CommandTexts.MANY_OUTPUTS),
        run.of(names.codespec()));
  }

  private static Optional<String> only(
      List<String> names, Map<String, String> buffers, String ifMore) {
    List<String> open = new ArrayList<>();
    for (String name : names) {
      if (of(name, buffers).filter(Parameters::isKept).isEmpty()) {
        open.add(name);
      }
    }
    if (open.size() > 1) {
      throw Verb.wrong(ifMore);
    }
    return open.stream().findFirst();
  }

  /** An empty name is none: the server makes a buffer. */
  private static boolean isKept(String buffer) {
    return !buffer.isEmpty() && !buffer.equals(EPHEMERAL);
  }

  /** What is given for a parameter, whatever the case it is written in. */
  static Optional<String> of(String name, Map<String, String> buffers) {
    for (Map.Entry<String, String> buffer : buffers.entrySet()) {
      if (buffer.getKey().equalsIgnoreCase(name)) {
        return Optional.of(buffer.getValue());
      }
    }
    return Optional.empty();
  }

  /** None where there is no such codespec: the server says so when the run is to be made. */
  private static Names names(WrittenRef codespec, ApiClient api) throws InterruptedException {
    return switch (codespec) {
      case WrittenRef.Inline(var inline) -> new Names(inline.inputs(), inline.outputs(), codespec);
      case WrittenRef.Text(String text) -> {
        Optional<CodespecRef.Named> named = CodespecRef.read(text);
        yield named.isEmpty()
            ? new Names(List.of(), List.of(), codespec)
            : stored(named.get(), api);
      }
    };
  }

  private static Names stored(CodespecRef.Named named, ApiClient api) throws InterruptedException {
    ApiTarget target =
        named.version().isEmpty()
            ? ApiTarget.of("codespecs", named.name())
            : ApiTarget.of("codespecs", named.name(), "versions", "" + named.version().getAsInt());
    Optional<ApiAnswer> found = api.find(target);
    if (found.isEmpty()) {
      return new Names(List.of(), List.of(), new WrittenRef.Text(named.text()));
    }
    SpecObject codespec = ApiClient.object(found.get().json());
    String version = ApiClient.number(codespec, "version");
    var pinned = new WrittenRef.Text(named.name() + CodespecRef.VERSIONS + version);
    return codespec.member("buffers").map(SpecObject.Member::value).orElse(null)
            instanceof SpecObject buffers
        ? new Names(texts(buffers, "inputs"), texts(buffers, "outputs"), pinned)
        : new Names(List.of(), List.of(), pinned);
  }

  private static List<String> texts(SpecObject object, String name) {
    List<String> texts = new ArrayList<>();
    if (object.member(name).map(SpecObject.Member::value).orElse(null) instanceof SpecArray array) {
      for (SpecValue element : array.elements()) {
        if (element instanceof SpecString text) {
          texts.add(text.value());
        }
      }
    }
    return texts;
  }
}
