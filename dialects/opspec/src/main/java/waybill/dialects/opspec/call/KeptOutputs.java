package waybill.dialects.opspec.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Saves files and dirs among the outputs of a run from the end of its scratch. Those of secret
 * outputs are not saved. For one thread.
 */
final class KeptOutputs {
  private final Path scratch;
  private final Path kept;

  /** What was moved, and where to. */
  private final Map<Path, Path> moved = new LinkedHashMap<>();

  KeptOutputs(Path runFolder) {
    this.scratch = runFolder.resolve("scratch");
    this.kept = runFolder.resolve("outputs");
  }

  /** The outputs as they are when scratch is gone. */
  SequencedMap<String, Value> keep(Map<String, Value> outputs, List<WrittenParameter> declared) {
    SequencedMap<String, Value> all = new LinkedHashMap<>(outputs);
    // Dirs first: a file may lie in one of them.
    List<WrittenParameter> order = new ArrayList<>(declared);
    order.sort(
        java.util.Comparator.comparingInt(
            output ->
                outputs.get(output.name()) instanceof Value.DirValue dir
                    ? dir.path().getNameCount()
                    : Integer.MAX_VALUE));
    for (WrittenParameter output : order) {
      Value value = outputs.get(output.name());
      if (value != null && !output.secret()) {
        all.put(output.name(), kept(value, output.name()));
      }
    }
    return all;
  }

  private Value kept(Value value, String name) {
    return switch (value) {
      case Value.FileValue(Path path) -> new Value.FileValue(kept(path, name));
      case Value.DirValue(Path path) -> new Value.DirValue(kept(path, name));
      case Value.ArrayValue _,
          Value.BooleanValue _,
          Value.NumberValue _,
          Value.ObjectValue _,
          Value.SocketValue _,
          Value.StringValue _,
          Value.NullValue _ ->
          value;
    };
  }

  private Path kept(Path path, String name) {
    Path normal = path.normalize();
    for (Map.Entry<Path, Path> move : moved.entrySet()) {
      if (normal.startsWith(move.getKey())) {
        return move.getValue().resolve(move.getKey().relativize(normal));
      }
    }
    if (!normal.startsWith(scratch)) {
      return path;
    }
    Path target = kept.resolve(name);
    try {
      Files.createDirectories(kept);
      Files.move(normal, target);
    } catch (IOException failed) {
      throw new FailureException(
          Failure.of(
              FailureCode.STORE_UNREADABLE,
              "cannot keep output `" + name + "` as " + target + ": " + OsReason.of(failed)),
          failed);
    }
    moved.put(normal, target);
    return target;
  }
}
