package waybill.dialects.tyger.written;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.problem.RuleTexts;
import waybill.dialects.tyger.problem.TygerProblems;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.SocketSpec;
import waybill.dialects.tyger.written.WrittenRun.WrittenJob;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;
import waybill.dialects.tyger.written.WrittenRun.WrittenWorker;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;

/** What a tidied tree says. */
final class SpecBuilder {
  private SpecBuilder() {}

  static WrittenCodespec codespec(Part part) {
    Part buffers = part.part("buffers");
    return new WrittenCodespec(
        part.text("name"),
        part.text("kind"),
        part.text("image"),
        part.texts("command"),
        part.texts("args"),
        part.text("workingDir"),
        part.map("env"),
        part.text("identity"),
        resources(part.part("resources")),
        part.whole("maxReplicas"),
        buffers.texts("inputs"),
        buffers.texts("outputs"),
        sockets(part),
        part.numbers("endpoints"));
  }

  private static Resources resources(Part part) {
    return new Resources(
        amounts(part.part("requests")),
        amounts(part.part("limits")),
        part.quantity("gpu"),
        part.quantity("shm"));
  }

  private static Resources.Amounts amounts(Part part) {
    return new Resources.Amounts(part.quantity("cpu"), part.quantity("memory"));
  }

  private static List<SocketSpec> sockets(Part part) {
    List<SocketSpec> sockets = new ArrayList<>();
    for (Part socket : part.parts("sockets")) {
      // A port that is not given is no port, which is a rule.
      int port = socket.whole("port").orElse(0);
      sockets.add(new SocketSpec(port, socket.text("inputBuffer"), socket.text("outputBuffer")));
    }
    return sockets;
  }

  static WrittenRun run(Part part) {
    Optional<String> kind = part.text("kind");
    if (kind.isPresent() && !kind.get().equalsIgnoreCase("user")) {
      boolean system = kind.get().equalsIgnoreCase("system");
      String text =
          system
              ? RuleTexts.SYSTEM_RUN
              : RuleTexts.notUnderstood("The kind of a run is 'user'.", "kind");
      part.problems()
          .add(TygerProblems.error("bad-kind", text, part.value("kind").orElseThrow().span()));
    }
    return new WrittenRun(
        job(part.part("job")),
        part.hasObject("worker") ? Optional.of(worker(part.part("worker"))) : Optional.empty(),
        part.text("cluster"),
        part.whole("timeoutSeconds"),
        part.map("tags"),
        part.text("bufferAccessTtl"));
  }

  private static WrittenJob job(Part part) {
    Map<String, String> buffers = new LinkedHashMap<>(part.map("buffers"));
    buffers.values().removeIf(String::isEmpty);
    return new WrittenJob(
        ref(part),
        buffers,
        part.map("tags"),
        part.text("bufferTtl"),
        part.text("nodePool"),
        part.whole("replicas"));
  }

  private static WrittenWorker worker(Part part) {
    return new WrittenWorker(ref(part), part.text("nodePool"), part.whole("replicas"));
  }

  private static Optional<WrittenRef> ref(Part part) {
    return part.value("codespec")
        .flatMap(
            value ->
                switch (value) {
                  case SpecString text -> Optional.of(new WrittenRef.Text(text.value()));
                  case SpecObject _ ->
                      Optional.of(new WrittenRef.Inline(codespec(part.part("codespec"))));
                  default -> Optional.empty(); // of the wrong kind, which was told
                });
  }
}
