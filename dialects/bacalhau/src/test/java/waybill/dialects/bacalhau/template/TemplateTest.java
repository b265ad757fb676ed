package waybill.dialects.bacalhau.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.failure.FailureException;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

class TemplateTest {

  @Test
  void variablesAreReplaced() {
    assertThat(fill("a {{.x}} {{ .y }} b", Map.of("x", "1", "y", "ü"))).isEqualTo("a 1 ü b");
    assertThat(fill("nothing", Map.of())).isEqualTo("nothing");
  }

  @Test
  void functionsChoose() {
    Map<String, String> given = Map.of("x", "1", "empty", "");
    assertThat(fill("{{or (index . \"none\") \".*\"}}", given)).isEqualTo(".*");
    assertThat(fill("{{or .empty .x}}", given)).isEqualTo("1");
    assertThat(fill("{{and .x .empty}}|{{not .empty}}", given)).isEqualTo("|true");
    assertThat(fill("{{eq .x \"2\" \"1\"}} {{ne .x \"1\"}}", given)).isEqualTo("true false");
    assertThat(fill("{{\"}}\"}}{{`{{`}}", given)).isEqualTo("}}{{");
  }

  @Test
  void conditionsTakeOneBranch() {
    String text = "{{if .a}}A{{else if eq .b \"x\"}}B{{else}}C{{end}}";
    assertThat(fill(text, Map.of("a", "1", "b", ""))).isEqualTo("A");
    assertThat(fill(text, Map.of("a", "", "b", "x"))).isEqualTo("B");
    assertThat(fill(text, Map.of("a", "", "b", "y"))).isEqualTo("C");
    String nested = "{{if .a}}{{if .b}}1{{else}}2{{end}}{{else}}{{if .b}}3{{end}}{{end}}";
    assertThat(fill(nested, Map.of("a", "", "b", "1"))).isEqualTo("3");
    assertThat(fill(nested, Map.of("a", "1", "b", ""))).isEqualTo("2");
  }

  @Test
  void marksTrimWhiteSpace() {
    assertThat(fill("a \n {{- .x -}} \n b", Map.of("x", "1"))).isEqualTo("a1b");
    assertThat(fill("a {{- /* nothing */ -}} b", Map.of())).isEqualTo("ab");
  }

  @Test
  void commentsNeedNothing() {
    String text = "# give {{.region}} or {{else}}\nName: x # {{.y}} {{nonsense!}}\n// {{.z}}\n";
    assertThat(fill(text, Map.of())).isEqualTo(text);
    assertThat(fill("  # {{.x}}\n", Map.of("x", "1"))).isEqualTo("  # 1\n");
    assertThat(fill("# {{.x}}\n", Map.of("x", "1\nName: y"))).isEqualTo("# {{.x}}\n");
  }

  @Test
  void allNamesThatAreMissingAreToldAtOnce() {
    ProblemsException told = refused("{{.a}} {{.b}}\n{{if .c}}{{end}}{{.a}}");
    assertThat(told.problems()).hasSize(1);
    assertThat(told.problems().getFirst().message())
        .isEqualTo("the template needs `a`, `b`, `c`, which nobody gave");
    assertThat(told.problems().getFirst().related()).hasSize(2);
    assertThat(told.problems().getFirst().related().getLast().span().startLine()).isEqualTo(2);
  }

  @Test
  void whatIsNotUnderstoodIsToldWithItsPlace() {
    for (String wrong :
        List.of(
            "{{source}}",
            "{{.a.b}}",
            "{{.a | or \"x\"}}",
            "{{range .a}}{{end}}",
            "{{ }}",
            "{{.}}",
            "{{\"a}}",
            "{{or}}",
            "{{eq \"a\"}}",
            "{{(or \"a\"}}",
            "{{\"\\q\"}}",
            "{{.1}}",
            "{{if \"x\"}}",
            "{{end}}",
            "{{else}}",
            "{{if \"x\"}}{{else y}}{{end}}",
            "{{.a")) {
      ProblemsException told = refused("Name:\n  " + wrong);
      assertThat(told.problems().getFirst().span().startLine()).as(wrong).isEqualTo(2);
    }
  }

  @Test
  void placesAreThoseOfTheAuthorsFile() {
    String text = "ü: {{.x}} after\nb: {{.x}}!\n";
    Filled filled =
        Template.fill(new Source("job", text), new TemplateValues(Map.of("x", "long\nvalue")));
    String out = filled.text().text();
    assertThat(out).isEqualTo("ü: long\nvalue after\nb: long\nvalue!\n");
    assertThat(place(filled, out, "after")).isEqualTo("1:11-1:16");
    assertThat(place(filled, out, "value")).isEqualTo("1:4-1:10");
    assertThat(place(filled, out, "b:")).isEqualTo("2:1-2:3");
    assertThat(place(filled, out, "!")).isEqualTo("2:10-2:11");
  }

  private static String place(Filled filled, String out, String word) {
    Span span = TextPlaces.of(out, out.indexOf(word), out.indexOf(word) + word.length());
    Problems problems = new Problems();
    problems.add(Problem.error("a/b", "c", span));
    Span placed = filled.inAuthorsFile(problems).list().getFirst().span();
    return placed.startLine()
        + ":"
        + placed.startColumn()
        + "-"
        + placed.endLine()
        + ":"
        + placed.endColumn();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void hostileTemplatesEndSoon() {
    String large = "x".repeat(1 << 20);
    assertThat(refused("{{.x}}".repeat(40), Map.of("x", large)).problems().getLast().message())
        .contains("grows beyond");
    assertThat(refused("{{.x}}".repeat(100_000)).problems()).isNotEmpty();
    assertThat(refused("{{".repeat(100_000)).problems()).isNotEmpty();
    assertThat(refused("{{\"\\".repeat(100_000)).problems()).isNotEmpty();
    assertThat(refused("{{" + "(".repeat(4000) + "}}").problems()).isNotEmpty();
    assertThat(refused("{{if .x}}".repeat(1000), Map.of("x", "1")).problems()).isNotEmpty();
  }

  @Test
  void valuesComeFromAssignmentsAndTheEnvironment() {
    Map<String, String> environment = Map.of("ENV_A", "1", "OTHER_B", "2", "HOME", "/h");
    var values =
        TemplateValues.of(List.of("ENV_A=x=y", "z="), List.of("ENV_*|OTHER_*"), environment);
    assertThat(values.values()).isEqualTo(Map.of("ENV_A", "x=y", "OTHER_B", "2", "z", ""));
    assertThat(TemplateValues.of(List.of(), List.of("*"), environment).values()).hasSize(3);
    assertThatThrownBy(() -> TemplateValues.of(List.of("novalue"), List.of(), Map.of()))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("`novalue` is not NAME=value");
    assertThatThrownBy(() -> TemplateValues.of(List.of(), List.of("(("), environment))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("no regular expression");
  }

  private static String fill(String text, Map<String, String> values) {
    return Template.fill(new Source("job", text), new TemplateValues(values)).text().text();
  }

  private static ProblemsException refused(String text) {
    return refused(text, Map.of());
  }

  private static ProblemsException refused(String text, Map<String, String> values) {
    ProblemsException told =
        catchThrowableOfType(ProblemsException.class, () -> fill(text, values));
    assertThat(told).as(text.substring(0, Math.min(40, text.length()))).isNotNull();
    return told;
  }
}
