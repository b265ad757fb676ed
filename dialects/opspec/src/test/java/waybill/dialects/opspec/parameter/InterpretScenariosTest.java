package waybill.dialects.opspec.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.opspec.coercion.ArrayCoercion;
import waybill.dialects.opspec.reference.Evaluator;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.reference.TestScratch;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.WrongValueException;
import waybill.dialects.opspec.written.OpReader;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.dialects.opspec.written.WrittenOp;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.dialects.opspec.written.WrittenPredicate;
import waybill.model.document.Source;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.YamlReader;
import waybill.testing.Gathered;

/**
 * The scenarios of the older program that bind the inputs of an op and look at its first call's own
 * conditions and range, and no further; from data files that lie beside the project, if they do.
 */
class InterpretScenariosTest {
  private final Expressions expressions = new Evaluator();
  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> opsAreInterpreted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Path index = Gathered.cases("opspec-scenarios.yaml");
    SpecObject root =
        (SpecObject) new YamlReader().read("scenarios", Files.readAllBytes(index)).root();
    for (SpecValue scenario : ((SpecArray) part(root, "scenarios").orElseThrow()).elements()) {
      SpecObject one = (SpecObject) scenario;
      if (text(one, "kind").equals("interpret")) {
        tests.add(DynamicTest.dynamicTest(text(one, "id"), () -> check(one)));
      }
    }
    return tests;
  }

  @Test
  void allScenariosAreThere() throws IOException {
    assertThat(opsAreInterpreted()).hasSizeGreaterThan(150);
  }

  private void check(SpecObject scenario) throws IOException {
    String outcome;
    try {
      interpret(scenario);
      outcome = "success";
    } catch (ProblemsException | ParametersException | WrongValueException e) {
      assertThat(e.getMessage()).isNotBlank();
      outcome = "failure";
    }
    assertThat(outcome).isEqualTo(text(scenario, "expect"));
  }

  private void interpret(SpecObject scenario) throws IOException {
    Path op = Gathered.cases(text(scenario, "op"));
    WrittenOp written = OpReader.read(new Source("op.yml", Files.readString(op.resolve("op.yml"))));
    ArgumentReader arguments = new ArgumentReader(folder);
    Map<String, Value> given = new LinkedHashMap<>();
    for (WrittenParameter input : written.inputs()) {
      part(scenario, "args")
          .flatMap(args -> part((SpecObject) args, input.name()))
          .ifPresent(value -> given.put(input.name(), arguments.read(input.type(), value)));
    }
    TestScratch scratch = new TestScratch(folder.resolve("scratch"));
    Scope scope =
        Scope.of(op)
            .with(
                new ParameterBinder(expressions)
                    .bind(written.inputs(), given, op, Optional.of(folder), scratch));
    written.run().ifPresent(call -> look(call, scope, scratch));
  }

  private void look(WrittenCall call, Scope scope, TestScratch scratch) {
    call.common().conditions().forEach(condition -> holds(condition, scope, scratch));
    switch (call) {
      case WrittenCall.SerialLoop loop -> {
        loop.range().ifPresent(range -> range(range, scope, scratch));
        loop.until()
            .ifPresent(until -> until.forEach(condition -> holds(condition, scope, scratch)));
      }
      case WrittenCall.ParallelLoop loop -> range(loop.range(), scope, scratch);
      // No other call has expressions that are looked at before it runs.
      default -> {}
    }
  }

  private void range(SpecValue range, Scope scope, TestScratch scratch) {
    Value value = expressions.value(range, scope, scratch);
    if (!(value instanceof ObjectValue)) {
      ArrayCoercion.toArray(value);
    }
  }

  private void holds(WrittenPredicate condition, Scope scope, TestScratch scratch) {
    switch (condition) {
      case WrittenPredicate.Equal equal ->
          equal.items().forEach(item -> expressions.string(item, scope, scratch));
      case WrittenPredicate.NotEqual notEqual ->
          notEqual.items().forEach(item -> expressions.string(item, scope, scratch));
      case WrittenPredicate.Ordered ordered ->
          ordered.items().forEach(item -> expressions.number(item, scope, scratch));
      case WrittenPredicate.Exists exists -> expressions.exists(exists.reference(), scope, scratch);
      case WrittenPredicate.NotExists notExists ->
          expressions.exists(notExists.reference(), scope, scratch);
    }
  }

  private static Optional<SpecValue> part(SpecObject object, String key) {
    return object.member(key).map(SpecObject.Member::value);
  }

  private static String text(SpecObject object, String key) {
    return ((SpecString) part(object, key).orElseThrow()).value();
  }
}
