package waybill.dialects.tyger.written;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.SocketSpec;

/**
 * A codespec as written, nothing checked between its fields and nothing filled in; what was empty
 * is absent, but an empty image. Options of the command line are laid over one.
 */
public record WrittenCodespec(
    Optional<String> name,
    Optional<String> kind,
    Optional<String> image,
    List<String> command,
    List<String> args,
    Optional<String> workingDir,
    Map<String, String> env,
    Optional<String> identity,
    Resources resources,
    OptionalInt maxReplicas,
    List<String> inputs,
    List<String> outputs,
    List<SocketSpec> sockets,
    Map<String, Integer> endpoints) {

  /** One that says nothing. */
  public static final WrittenCodespec NOTHING =
      new WrittenCodespec(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          Resources.NONE,
          OptionalInt.empty(),
          List.of(),
          List.of(),
          List.of(),
          Map.of());

  /** The same where a kind was given; else one of that kind. */
  WrittenCodespec orOfKind(Kind other) {
    return kind.isPresent() ? this : with(name, Optional.of(other.word()));
  }

  /** The same with that name. */
  WrittenCodespec named(String other) {
    return with(Optional.of(other), kind);
  }

  private WrittenCodespec with(Optional<String> otherName, Optional<String> otherKind) {
    return new WrittenCodespec(
        otherName,
        otherKind,
        image,
        command,
        args,
        workingDir,
        env,
        identity,
        resources,
        maxReplicas,
        inputs,
        outputs,
        sockets,
        endpoints);
  }

  /** As somebody would write it who wanted to say that. */
  static WrittenCodespec of(Codespec codespec) {
    return new WrittenCodespec(
        Optional.empty(),
        Optional.of(codespec.kind().word()),
        Optional.of(codespec.image()),
        codespec.command(),
        codespec.args(),
        codespec.workingDir(),
        codespec.env(),
        codespec.identity(),
        codespec.resources(),
        codespec.maxReplicas(),
        codespec.inputs(),
        codespec.outputs(),
        codespec.sockets(),
        codespec.endpoints());
  }

  /** What it says, whose kind and image are right. */
  Codespec settled() {
    return new Codespec(
        kind.flatMap(CodespecRules::kind).orElseThrow(),
        image.orElseThrow(),
        command,
        args,
        workingDir,
        env,
        identity,
        resources,
        maxReplicas,
        inputs,
        outputs,
        sockets,
        endpoints);
  }
}
