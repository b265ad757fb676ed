package waybill.dialects.bacalhau.spec;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What a task's program is. */
public sealed interface EngineSpec {

  /**
   * A program in an image.
   *
   * @param entrypoint instead of the image's, whose command does not count then
   * @param parameters instead of the image's command
   * @param workingDirectory absolute; it must be in the image
   * @param environment wins over the task's own
   * @param ports of the program that can be reached from outside
   */
  record Docker(
      String image,
      Optional<List<String>> entrypoint,
      Optional<List<String>> parameters,
      Optional<String> workingDirectory,
      SequencedMap<String, String> environment,
      List<PortMapping> ports)
      implements EngineSpec {
    public Docker {
      entrypoint = entrypoint.map(List::copyOf);
      parameters = parameters.map(List::copyOf);
      ports = List.copyOf(ports);
    }
  }

  /**
   * A WebAssembly module.
   *
   * @param entryModule a path
   * @param entryPoint the exported function that is called
   * @param parameters its arguments, without its own name
   * @param importModules targets of inputs
   */
  record Wasm(
      String entryModule,
      String entryPoint,
      List<String> parameters,
      List<String> importModules,
      SequencedMap<String, String> environment)
      implements EngineSpec {
    public Wasm {
      parameters = List.copyOf(parameters);
      importModules = List.copyOf(importModules);
    }
  }
}
