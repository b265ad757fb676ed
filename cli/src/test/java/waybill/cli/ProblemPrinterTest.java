package waybill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;

class ProblemPrinterTest {
  private static final FixedTerminal SCREEN =
      new FixedTerminal(true, true, true, 60, 24, false, true);

  @Test
  void aProblemIsShownWithItsLineAMarkAndHelp() {
    Source source = new Source("job.yaml", "Timeouts:\n  ExecutionTimeout: soon\n");
    Problem problem =
        Problem.error("job/bad-timeout", "must be a whole number, not `soon`", at(2, 21, 25))
            .withHelp("write `90` for a minute and a half");

    assertThat(told(source, problem))
        .isEqualTo(
            """
            job.yaml:2:21: error: must be a whole number, not `soon` [job/bad-timeout]
                2 |   ExecutionTimeout: soon
                  |                     ^^^^
              help: write `90` for a minute and a half
            """);
  }

  @Test
  void bothPlacesOfARepeatedKeyAreShownInTheirOrder() {
    assertThat(toldOfJson("{\n  \"user\": 1,\n  \"a\": [\n  ],\n  \"user\": 2\n}"))
        .isEqualTo(
            """
            x.json:5:3: error: the key `user` is written twice [json/duplicate-key]
                2 |   "user": 1,
                  |   ------ first here
              ...
                5 |   "user": 2
                  |   ^^^^^^
            """);
  }

  @Test
  void twoPlacesInOneLineShareIt() {
    assertThat(toldOfJson("{\"a\": 1, \"a\": 2}"))
        .isEqualTo(
            """
            x.json:1:10: error: the key `a` is written twice [json/duplicate-key]
                1 | {"a": 1, "a": 2}
                  |  --- first here
                  |          ^^^
            """);
  }

  @Test
  void theEndOfATextIsMarkedBehindItsLastCharacter() {
    assertThat(toldOfJson("{\"a\": 1"))
        .isEqualTo(
            """
            x.json:1:8: error: the text ends inside an object [json/end-in-object]
                1 | {"a": 1
                  | - opened here
                  |        ^
            """);
  }

  @Test
  void aPlaceOfManyLinesIsMarkedToTheEndOfItsFirst() {
    Source source = new Source("x", "a: [1,\n  2]\n");

    assertThat(told(source, Problem.warning("a/b", "odd", new Span(1, 4, 2, 5, 3, 11))))
        .isEqualTo(
            """
            x:1:4: warning: odd [a/b]
                1 | a: [1,
                  |    ^^^
            """);
  }

  @Test
  void theMarkStandsUnderItsWordBehindTabsAndWideCharacters() {
    assertThat(told(new Source("x", "\t東京: e\u0301x"), Problem.error("a/b", "odd", at(1, 8, 9))))
        .isEqualTo(
            """
            x:1:8: error: odd [a/b]
                1 |     東京: éx
                  |            ^
            """
                .replace("é", "e\u0301"));
  }

  @Test
  void aLongLineIsCutAroundTheMark() {
    String line = "x".repeat(500) + "HERE" + "y".repeat(500);

    String told = told(new Source("x", line), Problem.error("a/b", "odd", at(1, 501, 505)));

    assertThat(told)
        .isEqualTo(
            """
            x:1:501: error: odd [a/b]
                1 | …xxxxxxxxxxxxxxxxxxxxxxxxHEREyyyyyyyyyyyyyyyyyyyyy…
                  |                          ^^^^
            """);
    assertThat(told.lines()).allMatch(shown -> DisplayText.width(shown) <= 60);
  }

  @Test
  void aLongLineIsCutOnlyWhereSomethingIsLeftOut() {
    Source source = new Source("x", "HERE" + "x".repeat(500) + "THERE");

    assertThat(told(source, Problem.error("a/b", "odd", at(1, 1, 5))))
        .contains("    1 | HERExxx")
        .contains("xx…\n      | ^^^^\n");
    assertThat(told(source, Problem.error("a/b", "odd", at(1, 505, 510))))
        .contains("    1 | …xxx")
        .contains("xxTHERE\n")
        .contains(" ^^^^^\n");
  }

  @Test
  void twoPlacesFarApartInOneLongLineAreShownApart() {
    String told = toldOfJson("{\"a\": \"" + "x".repeat(500) + "\", \"a\": 2}");

    assertThat(told.lines().filter(line -> line.contains("1 |"))).hasSize(2);
    assertThat(told).contains("-- first here").contains("^^^\n");
  }

  @Test
  void aDocumentInTheMiddleOfALineIsShownFromThereOn() {
    Source source = new Source("x", "{\"a\": soon}", 3, 101, 5000);

    assertThat(told(source, Problem.error("a/b", "odd", at(3, 107, 111))))
        .isEqualTo(
            """
            x:3:107: error: odd [a/b]
                3 | …{"a": soon}
                  |        ^^^^
            """);
  }

  @Test
  void nothingOfAHostileDocumentReachesTheTerminalAsItIs() {
    String evil = "\u001b]0;title\u0007\u009b31m\u202e";
    Source source = new Source("na\u001bme\n", "a: " + evil + "\rb", 1, 1, 0);
    Problem problem =
        Problem.error("a/b", "not " + evil + "\nerror: more", at(1, 4, 8))
            .withHelp("try\n" + evil)
            .withRelated(at(1, 1, 2), "in " + evil);

    assertThat(told(source, problem).chars())
        .noneMatch(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e));
  }

  @Test
  void signsWithoutWidthCannotMakeALineEndless() {
    Source source = new Source("x", "e" + "\u0301".repeat(100_000));

    assertThat(told(source, Problem.error("a/b", "odd", at(1, 1, 2)))).hasSizeLessThan(1000);
  }

  @Test
  void manyProblemsAreToldInPartAndCounted() {
    Source source = new Source("x", "abc");
    List<Problem> problems =
        IntStream.range(0, 60)
            .mapToObj(i -> Problem.error("a/b", "odd " + i, at(1, 1, 2)))
            .toList();

    Recorded err = new Recorded();
    new ProblemPrinter(err.stream(), SCREEN).print(source, problems, 7);

    assertThat(err.text()).contains("odd 49").doesNotContain("odd 50");
    assertThat(err.text()).endsWith("and 17 more problems in x\n");
  }

  @Test
  void coloursAreThereOnlyWhereTheTerminalHasThem() {
    Source source = new Source("x", "abc");
    Recorded err = new Recorded();
    FixedTerminal coloured = new FixedTerminal(true, true, true, 60, 24, true, true);

    new ProblemPrinter(err.stream(), coloured)
        .print(source, List.of(Problem.error("a/b", "odd", at(1, 1, 2))), 0);

    assertThat(err.text())
        .isEqualTo(
            """
            ⟨1mx:1:1⟨0m: ⟨1;31merror⟨0m: odd [a/b]
            ⟨34m    1 |⟨0m abc
            ⟨34m      |⟨0m ⟨1;31m^⟨0m
            """
                .replace("⟨", "\u001b["));
  }

  @Test
  void aLineNumberOfManyDigitsWidensTheMargin() {
    Source source = new Source("x", "abc", 1234567, 1, 0);

    assertThat(told(source, Problem.error("a/b", "odd", at(1234567, 2, 3))))
        .contains("1234567 | abc\n        |  ^\n");
  }

  private static String told(Source source, Problem problem) {
    Recorded err = new Recorded();
    new ProblemPrinter(err.stream(), SCREEN).print(source, List.of(problem), 0);
    return err.text();
  }

  private static String toldOfJson(String json) {
    ProblemsException thrown =
        catchThrowableOfType(
            ProblemsException.class, () -> new JsonReader().read("x.json", json.getBytes(UTF_8)));
    Recorded err = new Recorded();
    new ProblemPrinter(err.stream(), SCREEN).print(thrown);
    return err.text();
  }

  /** A place in one line; offsets serve the order only. */
  private static Span at(int line, int start, int end) {
    return new Span(line, start, line, end, line * 1000L + start, line * 1000L + end);
  }
}
