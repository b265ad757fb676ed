package waybill.dialects.tyger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.YamlReader;

class TygerLanguageTest {

  private static SpecObject root(String yaml) {
    return (SpecObject) new YamlReader().read("f", yaml.getBytes(StandardCharsets.UTF_8)).root();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "job: {codespec: c}|run",
        "Job: {CodeSpec: {image: i}, unknown: 1}|run",
        "job: {buffers: {a: b}, nodepool: p}|run",
        "tags: {a: b}|none",
        "job: {}|none",
        "job: text|none",
        "Job: {APIVersion: V1beta1, Spec: {}}|none",
        "image: i|codespec",
        "name: n, buffers: {}|codespec",
        "imgae: i, buffers: {}|codespec",
        "name: n, endpoints: {}|codespec",
        "name: n|none",
        "name: n, run: {container: {image: {ref: i}}}|none",
      })
  void filesTellWhatTheyAre(String flow, String kind) {
    SpecObject root = root("{" + flow + "}");
    assertThat(TygerLanguage.isRun(root)).isEqualTo(kind.equals("run"));
    assertThat(TygerLanguage.isCodespec(root)).isEqualTo(kind.equals("codespec"));
  }

  @Test
  void aTextThatIsNoYamlMayBeMeantForARun() {
    assertThat(TygerLanguage.isMeantByText("'''\nnote\n'''\njob:\n  codespec:\n    image: i\n"))
        .isTrue();
    assertThat(TygerLanguage.isMeantByText("job:\n  tasks: []\n")).isFalse();
  }

  @Test
  void anExplanationShowsWhatTheProgramIsGiven() {
    String text =
        """
        job:
          codespec:
            image: ffmpeg
            buffers: {inputs: [in], outputs: [my-out]}
            env: {A: 1.0, B: "$(A)/$(IN_PIPE)"}
            args: [-i, $(IN_PIPE), "$(B)", $(MY-OUT_PIPE), $$(A), $(PATH)]
        timeoutSeconds: 60
        """;
    assertThat(TygerLanguage.explain(new Source("f.yml", text)).text())
        .isEqualTo(
            """
            {
              "job": {
                "codespec": {
                  "kind": "job",
                  "buffers": {
                    "inputs": [
                      "in"
                    ],
                    "outputs": [
                      "my-out"
                    ]
                  },
                  "image": "ffmpeg",
                  "args": [
                    "-i",
                    "$(IN_PIPE)",
                    "$(B)",
                    "$(MY-OUT_PIPE)",
                    "$$(A)",
                    "$(PATH)"
                  ],
                  "env": {
                    "A": "1.0",
                    "B": "$(A)/$(IN_PIPE)"
                  }
                }
              },
              "timeoutSeconds": 60
            }

            variables (RUN is the number of the run):
              TYGER_RUN_ID=RUN
              IN_PIPE=/run/secrets/RUN/pipes/in.pipe
              MY-OUT_PIPE=/run/secrets/RUN/pipes/my-out.pipe
              A=1.0
              B=1.0//run/secrets/RUN/pipes/in.pipe
            the image's entrypoint, with:
              -i
              /run/secrets/RUN/pipes/in.pipe
              1.0//run/secrets/RUN/pipes/in.pipe
              /run/secrets/RUN/pipes/my-out.pipe
              $(A)
              $(PATH)
            """);
  }

  @Test
  void whatIsWrongIsNotExplained() {
    assertThatThrownBy(() -> TygerLanguage.explain(new Source("f.yml", "kind: job\n")))
        .isInstanceOf(ProblemsException.class)
        .hasMessage("a codespec needs `image`");
  }

  @Test
  void editorsGetSchemas() {
    assertThat(TygerLanguage.codespecSchema())
        .contains("\"Tyger codespec\"", "\"workingDir\"", "\"required\" : [ \"image\" ]");
    assertThat(TygerLanguage.runSchema()).contains("\"Tyger run\"", "\"timeoutSeconds\"");
  }
}
