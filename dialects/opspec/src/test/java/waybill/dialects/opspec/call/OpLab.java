package waybill.dialects.opspec.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waybill.dialects.opspec.parameter.ParameterBinder;
import waybill.dialects.opspec.reference.Evaluator;
import waybill.dialects.opspec.source.OpSource;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.engine.LiveRuns;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.Remark;
import waybill.files.FolderTree;

/** Writes ops into a folder and runs them: everything is real but containers and journal. */
final class OpLab {
  final FakeJournal journal = new FakeJournal();
  final FakeContainers containers = new FakeContainers();
  final LiveRuns live = new LiveRuns();
  private final Path folder;
  private final Map<String, Value> arguments = new LinkedHashMap<>();

  OpLab(Path folder) {
    this.folder = folder;
  }

  /** An op.yml; its name is added. */
  OpLab op(String name, String yaml) {
    return file(name + "/" + OpSource.FILE, "name: " + name + "\n" + yaml);
  }

  OpLab file(String name, String text) {
    try {
      Path file = folder.resolve("ops").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Path path(String name) {
    return folder.resolve("ops").resolve(name);
  }

  OpLab with(String name, Value value) {
    arguments.put(name, value);
    return this;
  }

  OpLab with(String name, String text) {
    return with(name, new StringValue(text));
  }

  /** Begins an op. */
  OpRun start(String name) {
    var runs =
        new OpRuns(
            journal,
            live,
            new Evaluator(),
            new ParameterBinder(new Evaluator()),
            run -> containers,
            runs(),
            OpLab::remove);
    var op = new OpSource(warning -> {}).load(path(name));
    return runs.start(new OpOrder(name, op, arguments, folder));
  }

  private static void remove(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Path runs() {
    return folder.resolve("runs");
  }

  /** Runs an op to its end. */
  CallEnd run(String name) throws InterruptedException {
    return start(name).await();
  }

  /** Runs an op with this body. */
  CallEnd runs(String yaml) throws InterruptedException {
    return op("main", yaml).run("main");
  }

  /** The outputs of a run that must succeed. */
  Map<String, Value> outputs(String yaml) throws InterruptedException {
    return outputs(runs(yaml));
  }

  static Map<String, Value> outputs(CallEnd end) {
    if (end instanceof CallEnd.Succeeded(var outputs)) {
      return outputs;
    }
    throw new AssertionError("did not succeed: " + end);
  }

  /** Why a run failed that must fail. */
  String failure(String yaml) throws InterruptedException {
    return failure(runs(yaml));
  }

  static String failure(CallEnd end) {
    if (end instanceof CallEnd.Failed(CallFailure failure)) {
      return failure.text();
    }
    throw new AssertionError("did not fail: " + end);
  }

  static Value number(double number) {
    return new NumberValue(number);
  }

  static Value text(String text) {
    return new StringValue(text);
  }

  /** Paths of calls and how they ended, in the order in which they did. */
  List<String> endings() {
    List<String> lines = new ArrayList<>();
    for (FakeJournal.Entry entry : journal.entries()) {
      if (entry.fact() instanceof GroupEnded(Ending ending, String detail)) {
        lines.add(entry.path() + " " + word(ending));
      }
    }
    return lines;
  }

  private static String word(Ending ending) {
    return switch (ending) {
      case Ending.Succeeded _ -> "ok";
      case Ending.Failed(String message) -> "failed: " + message;
      case Ending.Killed(var by) -> "killed by " + by;
      case Ending.Skipped(String reason) -> "skipped: " + reason;
    };
  }

  /** Paths of calls that began and what they are, in order. */
  List<String> beginnings() {
    List<String> lines = new ArrayList<>();
    for (FakeJournal.Entry entry : journal.entries()) {
      if (entry.fact() instanceof GroupStarted(String kind, String label, String detail)) {
        lines.add(entry.path() + " " + kind + " " + label);
      }
    }
    return lines;
  }

  /** What was said to people. */
  List<String> remarks() {
    List<String> lines = new ArrayList<>();
    for (FakeJournal.Entry entry : journal.entries()) {
      if (entry.fact() instanceof Remark(String text)) {
        lines.add(text);
      }
    }
    return lines;
  }
}
