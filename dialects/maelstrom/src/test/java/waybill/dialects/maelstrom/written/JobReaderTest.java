package waybill.dialects.maelstrom.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.images.layer.LayerSource;
import waybill.images.layer.PrefixOptions;
import waybill.model.document.SpecString;
import waybill.model.problem.Problem;
import waybill.model.task.Mount.Device;
import waybill.model.task.Network;

class JobReaderTest {
  private static final String LAYERS = "\"layers\":[{\"stubs\":[\"/a\"]}]";

  private static final String FULL =
      """
      {
        "program": "/bin/sh",
        "arguments": ["-c", "echo é \\u00e9 \\ud83d\\ude00"],
        "environment": [
          { "vars": { "B": "2", "A": "$env{A:-d}" }, "extend": false, "why": 1 },
          { "extend": true, "vars": {} }
        ],
        "image": { "use": ["working_directory", "layers"], "name": "docker://ubuntu" },
        "added_layers": [
          { "tar": "a.tar" },
          { "glob": "**.py", "strip_prefix": "src", "canonicalize": true },
          { "follow_symlinks": true, "paths": ["a", "b"], "prepend_prefix": "/x" },
          { "stubs": ["/dev/{null,zero}", "/proc/"] },
          { "symlinks": [{ "target": "/t", "link": "/l" }] }
        ],
        "mounts": [
          { "type": "proc", "mount_point": "/proc" },
          { "mount_point": "/o", "read_only": true, "local_path": "o", "type": "bind" },
          { "type": "devices", "devices": ["zero", "null", "null"] }
        ],
        "network": "local",
        "enable_writable_file_system": true,
        "user": 1, "group": 2, "timeout": 3
      }
      """;

  @Test
  void everyFieldArrivesAsItWasWritten() {
    WrittenJob job = JobTexts.job(FULL);

    assertThat(job.program()).isEqualTo("/bin/sh");
    assertThat(job.arguments()).containsExactly("-c", "echo é é 😀");
    assertThat(job.network()).contains(Network.HOST);
    assertThat(job.enableWritableFileSystem()).contains(true);
    assertThat(job.user()).hasValue(1);
    assertThat(job.group()).hasValue(2);
    assertThat(job.timeoutSeconds()).hasValue(3);
    assertThat(job.image().orElseThrow().name()).isEqualTo("docker://ubuntu");
    assertThat(job.image().orElseThrow().use())
        .containsExactly(WrittenImage.Use.LAYERS, WrittenImage.Use.WORKING_DIRECTORY);
  }

  @Test
  void theListFormOfTheEnvironmentKeepsItsElements() {
    List<EnvironmentElement> elements = JobTexts.job(FULL).environment();

    assertThat(elements).extracting(EnvironmentElement::extend).containsExactly(false, true);
    assertThat(elements.getFirst().variables().keySet()).containsExactly("A", "B");
    assertThat(elements.getFirst().variables().values())
        .extracting(SpecString::value)
        .containsExactly("$env{A:-d}", "2");
  }

  @Test
  void theMapFormOfTheEnvironmentIsOneElementThatDoesNotExtend() {
    List<EnvironmentElement> elements =
        JobTexts.job("{\"program\":\"x\"," + LAYERS + ",\"environment\":{\"A\":\"1\",\"A\":\"2\"}}")
            .environment();

    assertThat(elements).hasSize(1);
    assertThat(elements.getFirst().extend()).isFalse();
    assertThat(elements.getFirst().variables().values())
        .extracting(SpecString::value)
        .containsExactly("2");
  }

  @Test
  void everyKindOfLayerArrivesWithItsOptions() {
    WrittenLayers layers = JobTexts.job(FULL).layers();

    assertThat(layers).isInstanceOf(WrittenLayers.OfImage.class);
    assertThat(((WrittenLayer.Files) layers.layers().getFirst()).source())
        .isInstanceOf(LayerSource.Tar.class);
    assertThat(layers.layers().stream().skip(1).map(l -> ((WrittenLayer.Files) l).source()))
        .containsExactly(
            new LayerSource.Glob(
                "**.py", new PrefixOptions(false, true, Optional.of("src"), Optional.empty())),
            new LayerSource.Paths(
                List.of("a", "b"),
                new PrefixOptions(true, false, Optional.empty(), Optional.of("/x"))),
            new LayerSource.Stubs(List.of("/dev/{null,zero}", "/proc/")),
            new LayerSource.Symlinks(List.of(new LayerSource.Link("/l", "/t"))));
  }

  @Test
  void mountsStayInOrderAndDevicesAreASet() {
    List<WrittenMount> mounts = JobTexts.job(FULL).mounts();

    assertThat(mounts.get(0))
        .isInstanceOfSatisfying(
            WrittenMount.FileSystem.class,
            proc -> {
              assertThat(proc.kind()).isEqualTo(WrittenMount.Kind.PROC);
              assertThat(proc.mountPoint()).isEqualTo("/proc");
            });
    assertThat(mounts.get(1))
        .isInstanceOfSatisfying(
            WrittenMount.Bind.class,
            bind -> {
              assertThat(bind.localPath()).isEqualTo("o");
              assertThat(bind.readOnly()).isTrue();
            });
    assertThat(mounts.get(2))
        .isInstanceOfSatisfying(
            WrittenMount.Devices.class,
            devices -> assertThat(devices.devices()).containsExactly(Device.NULL, Device.ZERO));
  }

  @Test
  void whatIsLeftOutIsAbsent() {
    WrittenJob job = JobTexts.job("{\"program\":\"x\"," + LAYERS + "}");

    assertThat(job.arguments()).isEmpty();
    assertThat(job.environment()).isEmpty();
    assertThat(job.image()).isEmpty();
    assertThat(job.mounts()).isEmpty();
    assertThat(job.network()).isEmpty();
    assertThat(job.enableWritableFileSystem()).isEmpty();
    assertThat(job.workingDirectory()).isEmpty();
    assertThat(job.user()).isEmpty();
    assertThat(job.timeoutSeconds()).isEmpty();
  }

  @Test
  void theLastOfARepeatedFieldCounts() {
    WrittenJob job =
        JobTexts.job("{\"program\":\"x\",\"program\":\"y\"," + LAYERS + ",\"user\":1,\"user\":2}");

    assertThat(job.program()).isEqualTo("y");
    assertThat(job.user()).hasValue(2);
  }

  @Test
  void aRepeatedImageKeepsWhatWasUsedOfTheFirst() {
    WrittenJob job =
        JobTexts.job(
            "{\"program\":\"x\",\"image\":{\"name\":\"a\",\"use\":[\"environment\"]},"
                + "\"image\":{\"name\":\"b\",\"use\":[\"layers\"]}}");

    assertThat(job.image().orElseThrow().name()).isEqualTo("b");
    assertThat(job.image().orElseThrow().use())
        .containsExactly(WrittenImage.Use.LAYERS, WrittenImage.Use.ENVIRONMENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"image\":{\"name\":\"a\",\"use\":[\"layers\"],\"x\":1}}"
            + "|unknown field `x`, expected `name` or `use` at line 1 column 42",
        "{\"image\":{\"name\":\"a\",\"use\":[]}}"
            + "|field `use` cannot be empty at line 1 column 30",
        "{\"image\":[\"a\",[\"layers\"]]}"
            + "|invalid type: sequence, expected struct Image at line 1 column 25",
        "{\"network\":{\"local\":null}}|expected value at line 1 column 12",
        "{\"mounts\":[[\"tmp\",\"/a\"]]}"
            + "|invalid type: sequence, expected internally tagged enum JobMountForTomlAndJson"
            + " at line 1 column 13",
        "{\"environment\":[[{},true]]}"
            + "|data did not match any variant of untagged enum EnvSelector at line 1 column 27",
      })
  void isAsStrictAsTheLanguageSaysWhereTheOlderProgramWasNot(String text, String message) {
    assertThat(JobTexts.mistake(text)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"devices\":[]}|devices are mounts now",
        "{\"enable_loopback\":true}|\"network\": \"loopback\"",
        "{\"mounts\":[{\"fs_type\":\"tmp\"}]}|\"fs_type\" is called \"type\" now",
        "{\"parent\":\"x\"}|newer version",
        "{\"prorgam\":\"x\"}|did you mean `program`?",
        "{\"network\":\"lokal\"}|did you mean `local`?",
      })
  void knowsWhatWasMeant(String text, String help) {
    Problem problem = JobTexts.mistake(text).problem();

    assertThat(problem.help().orElseThrow()).contains(help);
    assertThat(problem.message()).doesNotContain(help);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00ff", "\u00c3(", "\u00ed\u00a0\u0080", "\u00c0\u0080"})
  void bytesThatAreNoUtf8AreRefused(String latin1) {
    byte[] text = ("{\"program\":\"" + latin1 + "\"}").getBytes(StandardCharsets.ISO_8859_1);
    JobReader reader = JobReader.of(SpecVersion.ORIGINAL, new ByteArrayInputStream(text));

    assertThatThrownBy(reader::next)
        .hasMessage("invalid unicode code point at line 1 column " + (13 + latin1.length()));
  }

  @Test
  void columnsCountBytesAndSpansCountCharacters() {
    SpecTextException mistake = JobTexts.mistake("{\n  \"program\":\"é\",\"bogus\":1}");

    assertThat(mistake.getMessage()).endsWith(" at line 2 column 25");
    assertThat(mistake.problem().span().startLine()).isEqualTo(2);
    assertThat(mistake.problem().span().startColumn()).isEqualTo(17);
    assertThat(mistake.problem().span().endColumn()).isEqualTo(24);
    assertThat(mistake.problem().span().startOffset()).isEqualTo(19);
  }

  @Test
  void linesCountOnOverTheWholeStream() {
    assertThat(JobTexts.mistake("{\"program\":\"x\"," + LAYERS + "}\n\n {}"))
        .hasMessage("missing field `program` at line 3 column 3");
  }

  @Test
  void aJobIsThereAsSoonAsItsClosingBraceIs() throws IOException, SpecTextException {
    String text = "{\"program\":\"x\"," + LAYERS + "}";
    JobReader reader = JobReader.of(SpecVersion.ORIGINAL, new NothingMore(text));

    assertThat(reader.next()).isPresent();
    assertThatThrownBy(reader::next).hasMessage("asked for more");
  }

  @Test
  void nests127DeepAndNoDeeper() {
    assertThat(JobTexts.mistake(nested(126)))
        .hasMessageStartingWith("data did not match any variant of untagged enum Layer");
    assertThat(JobTexts.mistake(nested(127)))
        .hasMessage("recursion limit exceeded at line 1 column " + (11 + 126));
  }

  @Test
  void aJobWithoutAnEndIsRefusedBeforeItFillsTheMemory() {
    JobReader reader =
        JobReader.of(SpecVersion.ORIGINAL, new Endless("{\"program\":\"", (byte) 'x'));

    assertThatThrownBy(reader::next)
        .hasMessage("a job may have at most 16777216 bytes at line 1 column 16777216");
  }

  @Test
  void blanksBetweenJobsCountForNoJob() throws IOException, SpecTextException {
    String blanks = " ".repeat(17 << 20);
    JobReader reader =
        JobReader.of(
            SpecVersion.ORIGINAL,
            new ByteArrayInputStream(
                (blanks + "{\"program\":\"x\"," + LAYERS + "}" + blanks)
                    .getBytes(StandardCharsets.UTF_8)));

    assertThat(reader.next()).isPresent();
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void everyBeginningOfAGoodTextGivesJobsOrOneWellFormedMistake() throws IOException {
    byte[] text = (FULL + FULL).getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= text.length; length++) {
      JobReader reader =
          JobReader.of(SpecVersion.ORIGINAL, new ByteArrayInputStream(text, 0, length));
      try {
        while (reader.next().isPresent()) {
          // As many as fit.
        }
        String read = new String(text, 0, length, StandardCharsets.UTF_8).strip();
        assertThat(read.isEmpty() || read.endsWith("}")).isTrue();
      } catch (SpecTextException e) {
        assertThat(e.getMessage())
            .matches(
                "EOF while parsing (a value|a list|an object|a string) at line \\d+ column \\d+");
      }
    }
  }

  /** A key and lists: so many brackets, with the object around all of them. */
  private static String nested(int lists) {
    return "{\"layers\":" + "[".repeat(lists) + "]".repeat(lists) + "}";
  }

  /** Must not be asked again after its last byte, because then it would keep its reader waiting. */
  private static final class NothingMore extends InputStream {
    private final ByteArrayInputStream bytes;

    NothingMore(String text) {
      bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() throws IOException {
      if (bytes.available() == 0) {
        throw new IOException("asked for more");
      }
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (bytes.available() == 0) {
        throw new IOException("asked for more");
      }
      return bytes.read(buffer, offset, length);
    }
  }

  /** Never comes to an end. */
  private static final class Endless extends InputStream {
    private final ByteArrayInputStream start;
    private final byte rest;

    Endless(String start, byte rest) {
      this.start = new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8));
      this.rest = rest;
    }

    @Override
    public int read() {
      int first = start.read();
      return first < 0 ? rest : first;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = start.read(buffer, offset, length);
      if (count >= 0) {
        return count;
      }
      Arrays.fill(buffer, offset, offset + length, rest);
      return length;
    }
  }
}
