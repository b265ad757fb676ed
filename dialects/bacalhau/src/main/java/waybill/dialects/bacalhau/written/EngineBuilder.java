package waybill.dialects.bacalhau.written;

import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.problem.TaskProblems;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.model.document.SpecString;

/** What a task's engine means. */
final class EngineBuilder {
  /** The kernel takes no longer argument. */
  private static final int MAX_ARGUMENT = (128 << 10) - 1;

  private EngineBuilder() {}

  static Optional<EngineSpec> engine(Part engine) {
    Part params = engine.partOrNothing("Params");
    return switch (engine.text("Type").map(SpecString::value).orElse("")) {
      case "docker" -> Optional.of(docker(params));
      case "wasm" -> Optional.of(wasm(params));
      default -> Optional.empty(); // was told already
    };
  }

  private static EngineSpec docker(Part params) {
    Optional<SpecString> directory = params.text("WorkingDirectory");
    directory
        .filter(given -> !given.value().startsWith("/"))
        .ifPresent(given -> params.add(TaskProblems.workingDirectory(given)));
    return new EngineSpec.Docker(
        params.text("Image").map(SpecString::value).orElse(""),
        arguments(params, "Entrypoint"),
        arguments(params, "Parameters"),
        directory.map(SpecString::value),
        Variables.ofEngine(params),
        new PortReader(params, false).ports());
  }

  private static EngineSpec wasm(Part params) {
    return new EngineSpec.Wasm(
        params.text("EntryModule").map(SpecString::value).orElse(""),
        params.text("EntryPoint").map(SpecString::value).orElse(""),
        arguments(params, "Parameters").orElse(List.of()),
        params.strings("ImportModules"),
        Variables.ofEngine(params));
  }

  /** An empty list says as little as none. */
  private static Optional<List<String>> arguments(Part params, String key) {
    List<SpecString> given = params.texts(key);
    for (SpecString argument : given) {
      if (Variables.bytes(argument.value()) > MAX_ARGUMENT) {
        params.add(TaskProblems.argumentTooLong(MAX_ARGUMENT, argument.span()));
      }
    }
    return given.isEmpty()
        ? Optional.empty()
        : Optional.of(given.stream().map(SpecString::value).toList());
  }
}
