package waybill.dialects.opspec.call;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.opspec.call.Container.ContainerMount;
import waybill.dialects.opspec.call.Container.Kind;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.reference.Expressions.Missing;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.reference.Scratch;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenCall.Binding;
import waybill.dialects.opspec.written.WrittenContainer;
import waybill.model.document.SpecValue;

/**
 * What of the host a container gets to see, and which variables are assigned by that. Files and
 * dirs are mounted as they are: what the container changes is changed.
 */
final class ContainerMountMaker {
  private final RunTools tools;
  private final Expressions expressions;
  private final Scratch scratch;

  ContainerMountMaker(RunTools tools) {
    this.tools = tools;
    this.expressions = tools.expressions();
    this.scratch = tools.scratch();
  }

  /**
   * Mounts of a container.
   *
   * @param mounts outer ones before those inside of them
   * @param assigned variables that have other values when the container is over
   */
  record Mounts(List<ContainerMount> mounts, Map<String, Value> assigned) {}

  Mounts make(WrittenContainer written, Scope scope, CallPlace at) {
    for (List<Binding> bindings : List.of(written.dirs(), written.files(), written.sockets())) {
      bindings.forEach(ContainerMountMaker::refuseRoot);
    }
    List<ContainerMount> mounts = new ArrayList<>();
    Map<String, Value> assigned = new LinkedHashMap<>();
    for (Binding binding : written.dirs()) {
      Path path =
          binding.expression().isEmpty() ? embedded(binding, scope, true) : dir(binding, scope, at);
      mounts.add(mount(binding, Kind.DIR, path));
      assign(binding, new Value.DirValue(path), scope, assigned);
    }
    for (Binding binding : written.files()) {
      Path path =
          binding.expression().isEmpty() ? embedded(binding, scope, false) : file(binding, scope);
      mounts.add(mount(binding, Kind.FILE, path));
      assign(binding, new Value.FileValue(path), scope, assigned);
    }
    for (Binding binding : written.sockets()) {
      mounts.add(mount(binding, Kind.SOCKET, socket(binding, scope)));
    }
    // Stable: what is equally deep stays as it was written.
    mounts.sort(Comparator.comparingInt(mount -> Path.of(mount.target()).getNameCount()));
    return new Mounts(mounts, assigned);
  }

  private static void refuseRoot(Binding binding) {
    if (target(binding).getNameCount() == 0) {
      throw new InterpretationException(
          "`/` cannot be mounted over: the container would have nothing but what is mounted there;"
              + " mount it at another path",
          binding.nameSpan());
    }
  }

  /** As a path in the container, without dots: nothing leads out of its root. */
  private static Path target(Binding binding) {
    return Path.of(binding.name()).normalize();
  }

  private static ContainerMount mount(Binding binding, Kind kind, Path source) {
    return new ContainerMount(target(binding).toString(), kind, source);
  }

  /** The shorthand: what lies at the same path in the folder of the op. */
  private static Path embedded(Binding binding, Scope scope, boolean dir) {
    Path path = scope.opFolder().resolve(target(binding).toString().substring(1)).normalize();
    if (dir ? Files.isDirectory(path) : Files.isRegularFile(path)) {
      return path;
    }
    throw new InterpretationException(
        "`"
            + binding.name()
            + ":` stands for the embedded "
            + (dir ? "dir " : "file ")
            + path
            + ", which "
            + (Files.exists(path) ? "is none" : "does not exist"),
        binding.nameSpan());
  }

  private Path dir(Binding binding, Scope scope, CallPlace at) {
    SpecValue expression = binding.expression().orElseThrow();
    Path path = expressions.dir(expression, scope, scratch, Missing.CREATED).path();
    tools.warnIfMade(at, expression, path);
    return path;
  }

  /** A script that is not where it should be is no new empty file. */
  private Path file(Binding binding, Scope scope) {
    SpecValue expression = binding.expression().orElseThrow();
    Missing missing = References.isEmbedded(expression) ? Missing.REFUSED : Missing.CREATED;
    return expressions.file(expression, scope, scratch, missing).path();
  }

  private Path socket(Binding binding, Scope scope) {
    return binding
        .expression()
        .map(written -> expressions.socket(written, scope, scratch).path())
        .orElseThrow(
            () ->
                new InterpretationException(
                    "a socket needs a reference to one, like `" + binding.name() + ": $(name)`",
                    binding.nameSpan()));
  }

  /**
   * A reference to a variable assigns it. One that has this value already is not assigned: in a
   * parallel, whoever only reads it would undo what another call assigns.
   */
  private static void assign(
      Binding binding, Value value, Scope scope, Map<String, Value> assigned) {
    Optional<String> variable = binding.expression().flatMap(References::variable);
    if (variable.isPresent() && !scope.variable(variable.get()).equals(Optional.of(value))) {
      assigned.put(variable.get(), value);
    }
  }
}
