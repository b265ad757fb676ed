package waybill.dialects.tyger.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import waybill.dialects.tyger.problem.CommandLineError;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.spec.Resources;

class CommandChecksTest {

  private static void error(ThrowingCallable call, String text) {
    assertThatThrownBy(call).isInstanceOf(CommandLineError.class).hasMessageStartingWith(text);
  }

  private static WrittenCodespec file(String text) {
    return SpecFiles.codespec("f.yml", Told.stream(text));
  }

  private static CodespecOptions options(
      Optional<String> kind, Map<String, String> env, Resources resources, List<String> words) {
    return new CodespecOptions(
        Optional.of("n"),
        kind,
        Optional.empty(),
        List.of(),
        List.of(),
        env,
        Optional.empty(),
        resources,
        OptionalInt.empty(),
        Map.of(),
        words,
        false);
  }

  @Test
  void aNameIsOneWord() {
    error(
        () -> CommandChecks.name(List.of(), false, false),
        "if -f|--file is not provided, a name for the codespec is required");
    error(
        () -> CommandChecks.name(List.of("n", "extra"), false, false),
        "unexpected positional args [extra]. Container arguments must be preceded by -- and placed"
            + " at the end of the command-line");
    error(
        () -> CommandChecks.name(List.of("n", "a", "b"), true, false),
        "unexpected positional args before container args: [a b]");
    assertThat(CommandChecks.name(List.of("n"), false, true)).contains("n");
    assertThat(CommandChecks.name(List.of(), true, true)).isEmpty();
  }

  @Test
  void whatIsWrongIsToldBeforeItIsSent() {
    error(
        () -> CommandChecks.codespec(file("image: i")), "a name for the codespec must be required");
    for (String name : List.of("Foo", "foo bar", "é")) {
      error(
          () -> CommandChecks.codespec(file("name: " + name)),
          "codespec names must contain only lower case letters (a-z)");
    }
    error(
        () -> CommandChecks.codespec(file("name: n\nkind: x")),
        "codespec kind must be either 'job', worker' or empty (defaults to 'job')");
    error(
        () -> CommandChecks.codespec(file("name: n\nendpoints: {web: 80}")),
        "job codespecs cannot have endpoints");
    error(
        () -> CommandChecks.codespec(file("name: n\nkind: worker\nbuffers: {inputs: [x]}")),
        "worker codespecs cannot have use buffers");
    assertThat(CommandChecks.codespec(file("name: foo-1_2.9")).kind()).contains("job");
  }

  @Test
  void optionsAreLaidOverAFile() {
    WrittenCodespec file =
        file(
            "name: f\nkind: job\nimage: i\nargs: [a]\nenv: {A: 1, B: 2}\n"
                + "resources: {requests: {cpu: 1, memory: 1G}}");
    Resources cpu =
        new Resources(
            new Resources.Amounts(Quantity.of("2"), Optional.empty()),
            Resources.Amounts.NONE,
            Optional.empty(),
            Optional.empty());
    WrittenCodespec both =
        options(Optional.of("worker"), Map.of("A", "9"), cpu, List.of("x", "y")).over(file);
    assertThat(both.name()).contains("n");
    assertThat(both.kind()).contains("worker");
    assertThat(both.env()).containsExactly(Map.entry("A", "9"));
    assertThat(both.resources().requests())
        .isEqualTo(new Resources.Amounts(Quantity.of("2"), Quantity.of("1G")));
    assertThat(both.args()).containsExactly("x", "y");
    assertThat(both.image()).contains("i");
    WrittenCodespec none =
        options(Optional.empty(), Map.of(), Resources.NONE, List.of()).over(file);
    assertThat(none).isEqualTo(file.named("n"));
  }

  @Test
  void numbersAndQuantitiesAreChecked() {
    assertThat(CommandChecks.maxReplicas("3")).isEqualTo(3);
    error(() -> CommandChecks.maxReplicas("x"), "max-replicas must be an integer, got x");
    error(() -> CommandChecks.quantity("cpu request", "x"), "cpu request value is invalid: ");
    error(() -> CommandChecks.quantity("memory limit", "1 G"), "memory limit value is invalid: ");
    error(() -> CommandChecks.quantity("shm", "-1"), "shm value is invalid: ");
    assertThat(CommandChecks.quantity("gpu", "1").text()).isEqualTo("1");
  }

  @Test
  void commasDivideButVariables() {
    assertThat(CommandChecks.values(List.of("a,b", "c"))).containsExactly("a", "b", "c");
    assertThat(CommandChecks.env(List.of("A=1,2", "B=x=y,C=3")))
        .containsExactly(Map.entry("A", "1,2"), Map.entry("B", "x=y,C=3"));
    assertThat(CommandChecks.pairs("-b", List.of("a=1,b=2")))
        .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    error(() -> CommandChecks.env(List.of("A")), "invalid argument \"A\" for \"-e, --env\" flag");
    assertThat(CommandChecks.endpoints(List.of("a=1,b=65535")))
        .containsExactly(Map.entry("a", 1), Map.entry("b", 65_535));
    for (String port : List.of("0", "65536", "x", "", "-1", "99999999999")) {
      error(() -> CommandChecks.endpoints(List.of("a=" + port)), "endpoint port must be");
    }
  }
}
