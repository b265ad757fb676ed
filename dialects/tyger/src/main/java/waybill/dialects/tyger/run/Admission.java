package waybill.dialects.tyger.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Run.ResolvedCodespec;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.StoredCodespec;
import waybill.dialects.tyger.store.Codespecs;
import waybill.engine.room.Capacity;

/** Decides whether a run can be begun, before anything of it is made. */
final class Admission {
  private final Codespecs codespecs;
  private final Capacity capacity;
  private final RunPlace place;

  Admission(RunPlace place) {
    this.codespecs = place.codespecs();
    this.capacity = place.engine().capacity();
    this.place = place;
  }

  /**
   * A run that can be begun.
   *
   * @param remarks what its author should know all the same
   */
  record Admitted(
      ResolvedCodespec job, RunRoom room, Optional<Identity> identity, List<String> remarks) {}

  /**
   * Checks all that does not depend on its buffers.
   *
   * @throws Refusal with the reason
   */
  Admitted check(RunRequest request) {
    if (request.timeoutSeconds() < 1) {
      throw Refusal.invalid(
          "timeoutSeconds must be at least 1, and it is " + request.timeoutSeconds());
    }
    ResolvedCodespec job = resolve(request.job().codespec());
    requireKind(job, Kind.JOB, "The job of a run");
    if (request.worker().isPresent()) {
      requireKind(resolve(request.worker().get().codespec()), Kind.WORKER, "The worker of a run");
      throw Refusal.invalid("Runs with workers are only supported on Kubernetes, not here yet");
    }
    Codespec codespec = job.codespec();
    if (!codespec.sockets().isEmpty()) {
      throw Refusal.invalid("Codespecs with sockets are not supported here yet: use pipes instead");
    }
    List<String> remarks = replicas(request.job().replicas(), codespec.maxReplicas());
    return new Admitted(
        job,
        RunRoom.of(codespec.resources(), capacity, place.limits()),
        codespec.identity().map(this::identity),
        remarks);
  }

  private ResolvedCodespec resolve(CodespecRef reference) {
    return switch (reference) {
      case CodespecRef.Inline(Codespec codespec) ->
          new ResolvedCodespec(Optional.empty(), OptionalInt.empty(), codespec);
      case CodespecRef.Named(String name, OptionalInt version) -> stored(name, version);
    };
  }

  private ResolvedCodespec stored(String name, OptionalInt version) {
    Optional<StoredCodespec> found = codespecs.find(name, version);
    if (found.isPresent()) {
      StoredCodespec stored = found.get();
      return new ResolvedCodespec(
          Optional.of(name), OptionalInt.of(stored.version()), stored.codespec());
    }
    Optional<StoredCodespec> latest =
        version.isEmpty() ? found : codespecs.find(name, OptionalInt.empty());
    throw Refusal.invalid(
        latest.isEmpty()
            ? "The codespec '" + name + "' was not found"
            : "The version '"
                + version.getAsInt()
                + "' of codespec '"
                + name
                + "' was not found. The latest version is '"
                + latest.get().version()
                + "'.");
  }

  private static void requireKind(ResolvedCodespec resolved, Kind wanted, String what) {
    Kind kind = resolved.codespec().kind();
    if (kind != wanted) {
      throw Refusal.invalid(
          what
              + " must be a "
              + wanted.word()
              + " codespec, and "
              + resolved.name().map(name -> "'" + name + "'").orElse("this one")
              + " is a "
              + kind.word()
              + " codespec");
    }
  }

  private static List<String> replicas(int wanted, OptionalInt most) {
    if (wanted < 0) {
      throw Refusal.invalid("There cannot be " + wanted + " replicas");
    }
    if (most.isPresent() && wanted > most.getAsInt()) {
      throw Refusal.invalid(
          "The run asks for "
              + wanted
              + " replicas, and its codespec allows "
              + most.getAsInt()
              + " (maxReplicas)");
    }
    return wanted > 1
        ? List.of("one of " + wanted + " replicas is run: all would share the same buffers")
        : List.of();
  }

  private Identity identity(String name) {
    Map<String, Identity> known = new TreeMap<>(place.identities().get());
    Identity identity = known.get(name);
    if (identity != null) {
      return identity;
    }
    throw Refusal.invalid(
        known.isEmpty()
            ? "Identity '" + name + "' is not supported."
            : "Unknown identity '"
                + name
                + "'. Valid options are: "
                + known.keySet().stream()
                    .map(each -> "'" + each + "'")
                    .collect(Collectors.joining(", "))
                + ".");
  }
}
