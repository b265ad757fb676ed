package waybill.dialects.opspec.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import waybill.testing.Gathered;

/** The examples of the language's page lie in {@code examples/opspec}. */
class ExamplesTest {
  private static final Path EXAMPLES =
      Path.of("").toAbsolutePath().resolve("../../examples/opspec").normalize();

  @Test
  void areAllRight() throws IOException {
    for (String text : examples()) {
      assertThat(Told.of(text)).as(text).isEmpty();
    }
    assertThat(examples()).hasSize(4);
  }

  /** The kitchen sink is there, too, but changed to run. */
  @Test
  void areTheWholeOnesOfThePageAsPrinted() throws IOException {
    Path page = Gathered.page("opspec.md");
    Matcher block =
        Pattern.compile("```(?:yaml)?\n(name: .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(page));
    List<String> whole = new ArrayList<>();
    while (block.find()) {
      if (block.group(1).contains("\nrun:")) {
        whole.add(block.group(1));
      }
    }

    assertThat(whole).hasSize(4);
    assertThat(whole).allSatisfy(text -> assertThat(Told.of(text)).as(text).isEmpty());
    whole.removeIf(text -> text.startsWith("name: kitchenSink"));
    assertThat(examples()).containsAll(whole);
  }

  private static List<String> examples() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      for (Path folder : folders.sorted().toList()) {
        texts.add(Files.readString(folder.resolve("op.yml")));
      }
    }
    return texts;
  }
}
