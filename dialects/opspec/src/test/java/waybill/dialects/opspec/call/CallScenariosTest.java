package waybill.dialects.opspec.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import waybill.dialects.opspec.parameter.ArgumentException;
import waybill.dialects.opspec.parameter.ArgumentReader;
import waybill.dialects.opspec.parameter.ParameterBinder;
import waybill.dialects.opspec.reference.Evaluator;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.source.OpSource;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.ParameterType;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.engine.LiveRuns;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecValue;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.YamlReader;
import waybill.model.task.Outcome;
import waybill.testing.Gathered;

/**
 * The scenarios that run ops, as far as they need no network. Containers are played: one ends with
 * what {@code exit} in its last word says.
 */
class CallScenariosTest {
  @TempDir Path folder;
  private String why = "";

  @TestFactory
  Stream<DynamicTest> scenarios() throws IOException {
    Path file = Gathered.cases("opspec-scenarios.yaml");
    return Gathered.entries(file, "scenarios").stream()
        .filter(s -> "call".equals(s.get("kind")) && Boolean.FALSE.equals(s.get("network")))
        .map(s -> DynamicTest.dynamicTest(String.valueOf(s.get("id")), () -> check(file, s)));
  }

  private void check(Path file, Map<?, ?> scenario) throws Exception {
    Path op = file.resolveSibling(String.valueOf(scenario.get("op")));
    var containers = new Played();
    String result = run(op, scenario, containers);
    assertThat(result).describedAs(why).isEqualTo(scenario.get("expect"));
    if ("success".equals(result) && scenario.get("containers") instanceof Integer count) {
      assertThat(containers.count).isEqualTo(count);
    }
  }

  private String run(Path folderOfOp, Map<?, ?> scenario, Played containers) throws Exception {
    try {
      LoadedOp op = new OpSource(warning -> {}).load(folderOfOp);
      Map<String, Value> arguments = arguments(op, scenario.get("args"), folderOfOp);
      var runs =
          new OpRuns(
              new FakeJournal(),
              new LiveRuns(),
              new Evaluator(),
              new ParameterBinder(new Evaluator()),
              run -> containers,
              folder.resolve(String.valueOf(scenario.get("id")).replace('/', '_')),
              removed -> {});
      CallEnd end = runs.start(new OpOrder("scenario", op, arguments, folderOfOp)).await();
      why = end.toString();
      return end instanceof CallEnd.Succeeded ? "success" : "failure";
    } catch (ProblemsException | FailureException | ArgumentException refused) {
      why = refused.toString();
      return "failure";
    }
  }

  private static Map<String, Value> arguments(LoadedOp op, @Nullable Object given, Path directory) {
    Map<String, Value> arguments = new LinkedHashMap<>();
    if (given instanceof Map<?, ?> map) {
      var reader = new ArgumentReader(directory);
      for (WrittenParameter input : op.op().inputs()) {
        if (map.containsKey(input.name())) {
          arguments.put(input.name(), value(reader, input.type(), map.get(input.name())));
        }
      }
    }
    return arguments;
  }

  private static Value value(ArgumentReader reader, ParameterType type, @Nullable Object given) {
    String yaml =
        "["
            + new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.FLOW).build())
                .dumpToString(given)
                .strip()
            + "]";
    SpecValue written =
        ((SpecArray) new YamlReader().read("args", yaml.getBytes(StandardCharsets.UTF_8)).root())
            .elements()
            .getFirst();
    return reader.read(type, written);
  }

  /** Containers of nothing. */
  private static final class Played implements Containers {
    private int count;

    @Override
    public synchronized Outcome run(String path, Container container) {
      count++;
      return new Outcome.Exited(
          container.command().isEmpty() ? 0 : exit(container.command().getLast()).orElse(0));
    }

    private static OptionalInt exit(String script) {
      String text = script.strip();
      return text.startsWith("exit ")
          ? OptionalInt.of(Integer.parseInt(text.substring("exit ".length()).strip()))
          : OptionalInt.empty();
    }

    @Override
    public void cancel(Outcome.Canceller by) {}
  }
}
