package waybill.app.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;

class TygerArgumentsTest {
  @TempDir Path folder;

  private List<String> of(String... arguments) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    return TygerArguments.of(
        new Invocation(
            List.of(arguments),
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            Map.of(),
            folder,
            FixedTerminal.NONE,
            Interrupts.NONE));
  }

  @Test
  void aFileWithARunOrACodespecIsMeant() throws IOException {
    Files.writeString(folder.resolve("run.yml"), "Job: {CodeSpec: {image: i}}\n");
    Files.writeString(folder.resolve("c.yml"), "image: i\n");
    assertThat(of("run", "run.yml")).containsExactly("run", "--file=run.yml");
    assertThat(of("run", "-q", "c.yml", "--tag", "a=b"))
        .containsExactly("run", "-q", "--file=c.yml", "--tag", "a=b");
  }

  @Test
  void othersAreNot() throws IOException {
    Files.writeString(folder.resolve("jobs.json"), "{\"program\": \"/a\", \"layers\": []}");
    assertThat(of("run", "jobs.json")).isEmpty();
    assertThat(of("run", "nosuch.yml")).isEmpty();
    assertThat(of("run", "--kind", "opspec", "nosuch.yml")).isEmpty();
    assertThat(of("run", "--kind=tyger", "nosuch.yml")).containsExactly("run", "--file=nosuch.yml");
  }
}
