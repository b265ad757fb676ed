package waybill.conformance;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.testing.CaseDocument;

/**
 * The job of a gathered case, which may be changed on its way to the product.
 *
 * @param tree maps and lists
 */
record GatheredJob(String id, Object tree) {
  private static final String TASK = "Tasks.0.";
  private static final String PARAMETERS = TASK + "Engine.Params.Parameters";

  /**
   * With a name that no other has; cases about something else than one job have the base's.
   *
   * @param bases the jobs that cases are changes of
   */
  static GatheredJob of(Map<?, ?> entry, Map<?, ?> bases) {
    Object tree =
        CaseDocument.tree(entry, bases)
            .orElseGet(() -> CaseDocument.copy(CaseDocument.get(bases, "docker")));
    return new GatheredJob(String.valueOf(entry.get("id")), tree).with("Name", JobDesk.newName());
  }

  /** The same job with something else at a path. */
  GatheredJob with(String path, Object value) {
    Object copy = CaseDocument.copy(tree);
    CaseDocument.set(copy, path, CaseDocument.copy(value));
    return new GatheredJob(id, copy);
  }

  GatheredJob renamed() {
    return with("Name", JobDesk.newName());
  }

  /** The same job with another script for its shell. */
  GatheredJob script(String script) {
    return with(PARAMETERS, List.of("-c", script));
  }

  /** The same job with a file or folder of the machine. */
  GatheredJob local(Path source, String target, boolean writable) {
    Map<String, Object> parameters = Map.of("SourcePath", source.toString(), "ReadWrite", writable);
    return with(
        TASK + "InputSources",
        List.of(Map.of("Target", target, "Source", Map.of("Type", "local", "Params", parameters))));
  }

  /** The same job that wants so much of the processors. */
  GatheredJob cpu(String amount) {
    return with(TASK + "Resources.CPU", amount);
  }

  /** The same job with an image and its overrides, where there are some. */
  GatheredJob image(
      String image, Optional<List<String>> entrypoint, Optional<List<String>> parameters) {
    Map<String, Object> values = new LinkedHashMap<>(Map.of("Image", image));
    entrypoint.ifPresent(words -> values.put("Entrypoint", words));
    parameters.ifPresent(words -> values.put("Parameters", words));
    return with(TASK + "Engine.Params", values);
  }

  String name() {
    return String.valueOf(((Map<?, ?>) tree).get("Name"));
  }

  /** As this user can have it: an ordinary one may have no control groups for limits here. */
  String text(JobDesk desk) {
    if (!desk.limited()
        && ((Map<?, ?>) tree).get("Tasks") instanceof List<?> tasks
        && tasks.getFirst() instanceof Map<?, ?> task) {
      task.remove("Resources");
    }
    return CaseDocument.json(tree);
  }
}
