package waybill.dialects.bacalhau.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.bacalhau.spec.Constraint;
import waybill.dialects.bacalhau.spec.Constraint.Operator;
import waybill.model.document.SpecValue;
import waybill.model.failure.FailureException;
import waybill.model.reader.YamlReader;

/** Selectors, inputs, trees and differences as texts. */
class SmallPartsTest {
  @Test
  void selectorsAreReadAsKubernetesHasThem() {
    assertThat(
            Selectors.parse("region=eu, env != prod,zone in (a, b),gpu,!spot,x notin (c),n gt 3"))
        .containsExactly(
            new Constraint("region", Operator.EQUAL, List.of("eu")),
            new Constraint("env", Operator.NOT_EQUAL, List.of("prod")),
            new Constraint("zone", Operator.IN, List.of("a", "b")),
            new Constraint("gpu", Operator.EXISTS, List.of()),
            new Constraint("spot", Operator.ABSENT, List.of()),
            new Constraint("x", Operator.NOT_IN, List.of("c")),
            new Constraint("n", Operator.GREATER, List.of("3")));
    assertThat(Selectors.parse("a==b"))
        .containsExactly(new Constraint("a", Operator.EQUAL, List.of("b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=x", "a in ()", "a of (b)", "a in (b", "a b c d", "!", "in (a)"})
  void wrongSelectorsAreRefused(String selector) {
    assertThatExceptionOfType(FailureException.class).isThrownBy(() -> Selectors.parse(selector));
  }

  @Test
  void inputsAreReadInEachForm() {
    assertThat(InputOption.parse("https://h:80/f"))
        .isEqualTo(new InputOption("https://h:80/f", "/inputs", Map.of()));
    assertThat(InputOption.parse("s3://b/k:/d"))
        .isEqualTo(new InputOption("s3://b/k", "/d", Map.of()));
    assertThat(InputOption.parse("src=s3://b/k,dst=/d,opt=region=eu"))
        .isEqualTo(new InputOption("s3://b/k", "/d", Map.of("region", "eu")));
    for (String wrong :
        List.of("", "x", "://", "src=,dst=/d", "src=s3://b,what=1", "src=s3://b,opt=x")) {
      assertThatExceptionOfType(FailureException.class).isThrownBy(() -> InputOption.parse(wrong));
    }
  }

  @Test
  void differencesAreLineByLine() {
    assertThat(JobDiff.compared(List.of("a", "b", "c"), List.of("a", "x", "c", "d")))
        .isEqualTo("  a\n- b\n+ x\n  c\n+ d\n");
    assertThat(JobDiff.compared(List.of(), List.of("a"))).isEqualTo("+ a\n");
  }

  @Test
  void yamlMeansTheSameAsTheJsonItCameFrom() {
    String json =
        "{\"A\":[1,[2,[]],{\"b\":{},\"c\":[{\"d\":null,\"true\":\"x: y\\n# \\u0085\\u007f\"}]}],"
            + "\"yes\":true,\"E\":\"\",\"F\":1e3,\"\":[[[\"z\"]]]}";
    SpecValue value = JsonShape.parse(json);
    byte[] yaml = TreeText.yaml(value).getBytes(StandardCharsets.UTF_8);
    SpecValue back = new YamlReader().read("x", yaml).root();
    assertThat(TreeText.json(back)).isEqualTo(TreeText.json(value));
    assertThat(TreeText.json(JsonShape.parse(TreeText.json(value))))
        .isEqualTo(TreeText.json(value));
  }

  @Test
  void commaQuoteAndLineEndsAreQuotedInCsv() {
    var rows = new Rows(List.of("A", "B"));
    rows.add(List.of("a,b", "say \"hi\"\nyou"));
    assertThat(rows.csv(true)).isEqualTo("A,B\n\"a,b\",\"say \"\"hi\"\"\nyou\"\n");
    assertThat(rows.table(false)).doesNotContain("\nyou");
  }
}
