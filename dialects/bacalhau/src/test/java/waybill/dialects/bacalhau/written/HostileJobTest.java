package waybill.dialects.bacalhau.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.testing.CaseDocument;
import waybill.testing.Gathered;

/** Whatever somebody writes, there is a job or there are problems, and soon. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileJobTest {

  @Test
  void naughtyStringsAreReadOrRefused() throws IOException {
    for (String file : List.of("bad_strings_full.txt", "bad_strings_labels.txt")) {
      Path strings = Gathered.cases("testdata/" + file);
      for (String string :
          new String(Files.readAllBytes(strings), StandardCharsets.UTF_8).split("\n", -1)) {
        everywhere(string);
      }
    }
  }

  private static void everywhere(String string) {
    for (String path :
        List.of(
            "Name",
            "Type",
            "Namespace",
            "Count",
            "Labels." + key(string),
            "Meta.a",
            "Tasks.0.Name",
            "Tasks.0.Env.A",
            "Tasks.0.Engine.Params.Image",
            "Tasks.0.Engine.Params.WorkingDirectory",
            "Tasks.0.Resources.CPU",
            "Tasks.0.Resources.Memory",
            "Tasks.0.Network",
            key(string))) {
      Map<String, Object> job = job();
      CaseDocument.set(job, path, string);
      readOrRefuse(CaseDocument.json(job));
    }
    readOrRefuse(string);
  }

  /** Paths of these tests are divided by dots. */
  private static String key(String string) {
    return string.replace('.', ' ');
  }

  private static Map<String, Object> job() {
    Map<String, Object> params = new LinkedHashMap<>(Map.of("Image", "busybox"));
    Map<String, Object> engine = new LinkedHashMap<>(Map.of("Type", "docker"));
    engine.put("Params", params);
    Map<String, Object> task = new LinkedHashMap<>(Map.of("Name", "main"));
    task.put("Engine", engine);
    task.put("Resources", new LinkedHashMap<>(Map.of("CPU", "1", "Memory", "1GB")));
    Map<String, Object> job = new LinkedHashMap<>(Map.of("Name", "j"));
    job.put("Tasks", List.of(task));
    return job;
  }

  private static void readOrRefuse(String text) {
    try {
      var job = JobReader.read(new Source("job.yaml", text), new Problems());
      assertThat(JobJson.write(JobJson.read(JobJson.write(job)))).isEqualTo(JobJson.write(job));
    } catch (ProblemsException told) {
      assertThat(told.problems()).isNotEmpty();
    }
  }

  @Test
  void sizesAreBounded() {
    List<String> texts =
        List.of(
            "{\"a\":".repeat(100_000),
            "[".repeat(1_000_000),
            "- ".repeat(100_000),
            "Name: " + "x".repeat(11 << 20),
            "a: 1\n".repeat(100_000),
            "Tasks: [" + "{},".repeat(150_000) + "]",
            "Count: " + "9".repeat(1000),
            "Count: 1e999999999",
            "Count: 0x10\nPriority: .inf",
            "Tasks: [{Resources: {CPU: \"" + "1".repeat(100_000) + "\"}}]",
            "Tasks: [{Network: {Type: http, Domains: [\"" + "a.".repeat(100_000) + "\"]}}]",
            "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
            "Tasks: [{InputSources: [{Target: " + "/a".repeat(200_000) + "}]}]",
            "{\"//\": 1} // " + "x".repeat(1 << 20),
            "Tasks: [{InputSources: [" + "{Target: /a/b},".repeat(50_000) + "]}]");
    for (String text : texts) {
      assertThat(Told.isRefused(new Source("job.yaml", text), Optional.empty(), false))
          .as(text.substring(0, Math.min(20, text.length())))
          .isTrue();
    }
  }

  @Test
  void everyPrefixOfAJobIsReadOrRefused() {
    String text = CaseDocument.json(job());
    for (int end = 0; end < text.length(); end++) {
      readOrRefuse(text.substring(0, end));
    }
  }

  @Test
  void whatNoProgramCanBeGivenIsRefused() {
    Map<String, Object> nul = job();
    CaseDocument.set(nul, "Tasks.0.Env.A", "x\0y");
    assertThat(Told.of(CaseDocument.json(nul))).hasSize(1).first().asString().contains("NUL");
    Map<String, Object> large = job();
    CaseDocument.set(large, "Tasks.0.Engine.Params.Parameters", List.of("x".repeat(200_000)));
    assertThat(Told.of(CaseDocument.json(large)))
        .hasSize(1)
        .first()
        .asString()
        .contains("longer than");
  }
}
