package waybill.dialects.maelstrom.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.maelstrom.written.SpecVersion;

class SettingsReaderTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void setUp() {
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("XDG_CONFIG_DIRS", folder.resolve("etc1") + ":" + folder.resolve("etc2"));
  }

  @Test
  void withoutAnythingTheDefaultsHold() throws Refusal {
    RunSettings settings = read();

    assertThat(settings.logLevel()).isEqualTo(RunSettings.LogLevel.INFO);
    assertThat(settings.cacheRoot()).isEmpty();
    assertThat(settings.cacheSize()).isEqualTo(20_000_000_000L);
    assertThat(settings.inlineLimit()).isEqualTo(1_000_000);
    assertThat(settings.slots()).isPositive();
    assertThat(settings.escapeChar()).isEqualTo((char) 0x1D);
  }

  @Test
  void anOptionWinsOverAVariableAndAVariableOverAFile() throws Exception {
    config("home/.config", "slots = 3\ninline-limit = \"3 kB\"\ncache-size = 3");
    environment.put("MAELSTROM_RUN_SLOTS", "4");
    environment.put("MAELSTROM_RUN_INLINE_LIMIT", "4kB");
    environment.put("MAELSTROM_SLOTS", "6");

    RunSettings settings = read("--slots=5");

    assertThat(settings.slots()).isEqualTo(5);
    assertThat(settings.inlineLimit()).isEqualTo(4000);
    assertThat(settings.cacheSize()).isEqualTo(3);
  }

  @Test
  void theGeneralVariableCountsWhereTheSpecialOneIsMissing() throws Refusal {
    environment.put("MAELSTROM_SLOTS", "6");
    assertThat(read().slots()).isEqualTo(6);
  }

  @Test
  void anEarlierFolderWinsOverALaterOne() throws Exception {
    config("etc1", "slots = 1");
    config("etc2", "slots = 2\ncache-size = 2");

    RunSettings settings = read();

    assertThat(settings.slots()).isEqualTo(1);
    assertThat(settings.cacheSize()).isEqualTo(2);
  }

  @Test
  void aNamedFileIsTheOnlyOneAndADashMeansNone() throws Exception {
    config("home/.config", "slots = 3");
    Files.writeString(folder.resolve("mine.toml"), "cache-size = 7");

    assertThat(read("-c", "mine.toml").cacheSize()).isEqualTo(7);
    assertThat(read("-c", "mine.toml").slots()).isNotEqualTo(3);
    assertThat(read("--config-file=-", "--slots", "9").slots()).isEqualTo(9);
  }

  @Test
  void aConfigurationFileMayHaveCommentsAndTables() throws Exception {
    config(
        "home/.config",
        """
        # mine
        slots = 1_000 # all
        cache-root = 'cache#1' # where

        log-level = "debug"
        [other]
        slots = "whatever", and = not ours
        """);

    RunSettings settings = read();

    assertThat(settings.slots()).isEqualTo(1000);
    assertThat(settings.cacheRoot()).contains(folder.resolve("cache#1"));
    assertThat(settings.logLevel()).isEqualTo(RunSettings.LogLevel.DEBUG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slots | line 1 is not `key = \"text\"` or `key = number`: slots",
        "slots = | line 1 is not `key = \"text\"` or `key = number`: slots =",
        "slots = [1] | line 1 is not `key = \"text\"` or `key = number`: slots = [1]",
        "slots = \"1 | line 1 is not `key = \"text\"` or `key = number`: slots = \"1",
      })
  void aLineThatIsNotUnderstoodIsShown(String line, String reason) throws IOException {
    Path file = config("home/.config", line);
    assertThatThrownBy(this::read)
        .hasMessage("Error: reading config file `" + file + "`\n\nCaused by:\n    " + reason);
  }

  @Test
  void aNamedFileThatIsNotThereIsTold() {
    assertThatThrownBy(() -> read("-c", "nope.toml"))
        .hasMessage(
            "Error: reading config file `"
                + folder.resolve("nope.toml")
                + "`\n\nCaused by:\n    No such file or directory");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slots | '' | cannot parse integer from empty string",
        "slots | x | invalid digit found in string",
        "slots | -1 | invalid digit found in string",
        "slots | 65536 | number too large to fit in target type",
        "slots | 0 | value must be at least 1",
        "slots | 1001 | value must be less than 1000",
        "log-level | loud | Matching variant not found",
        "cache-size | 1 XB | couldn't parse \"XB\" into a known SI unit, couldn't parse unit of"
            + " \"XB\"",
        "inline-limit | x | couldn't parse \"x\" into a ByteSize, cannot parse float from empty"
            + " string",
        "inline-limit | 1.2.3 | couldn't parse \"1.2.3\" into a ByteSize, invalid float literal",
        "escape-char | '' | invalid character literal: empty string",
        "escape-char | ab | invalid character literal: too long",
        "escape-char | ^ab | invalid character literal: too many characters after caret",
        "escape-char | ^a | invalid character literal: invalid character after caret",
        "escape-char | a\u00e9 | invalid character literal: the byte at index 1 is not ASCII",
        "escape-char | \\x80 | invalid character literal: hex escape yields value too large for"
            + " ASCII",
        "escape-char | \\7 | invalid character literal: bad byte escape",
        "cluster-communication-strategy | pigeons | Matching variant not found",
        "spec-version | 1 | value must be `0.10` or `newer`",
      })
  void aValueThatIsNoneIsToldWithItsReason(String key, String value, String reason) {
    String cause = "\n\nCaused by:\n    " + reason;
    assertThatThrownBy(() -> read("--" + key + "=" + value))
        .hasMessage("Error: error parsing command-line option `--" + key + "`" + cause);
    String variable = "MAELSTROM_RUN_" + key.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    environment.put(variable, value);
    assertThatThrownBy(this::read)
        .hasMessage("Error: error parsing environment variable `" + variable + "`" + cause);
  }

  @Test
  void aBadValueInAFileNamesKeyAndFile() throws IOException {
    Path file = config("home/.config", "slots = 0");
    assertThatThrownBy(this::read)
        .hasMessage(
            "Error: error parsing value for key `slots` in config file `"
                + file
                + "`\n\nCaused by:\n    value must be at least 1");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "1.5 kB, 1500",
    "1 KiB, 1024",
    "2gib, 2147483648",
    "1M, 1000000",
    "3 B, 3",
  })
  void sizesTakeDecimalAndBinaryUnits(String text, long bytes) throws Refusal {
    assertThat(read("--inline-limit", text).inlineLimit()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"^], 29", "^C, 3", "^?, 127", "a, 97", "\\n, 10", "\\0, 0", "\\x1d, 29", "\\', 39"})
  void anEscapeCharacterCanBeWrittenInThreeWays(String text, int code) throws Refusal {
    assertThat(read("--escape-char", text).escapeChar()).isEqualTo((char) code);
  }

  @Test
  void whatIsNotThereIsRefusedPlainly() {
    assertThatThrownBy(() -> read("-b", "localhost:1"))
        .hasMessage("error: there are no brokers: jobs run on this machine");
    assertThatThrownBy(() -> read("--cluster-communication-strategy=github"))
        .hasMessage("error: there is no cluster on GitHub: jobs run on this machine");
  }

  @Test
  void allValuesCanBePrinted() throws Refusal {
    assertThat(ConfigText.of(read("--slots=2", "--cache-root=c\"", "--inline-limit=1234")))
        .isEqualTo(
            """
            Config {
                broker: None,
                log_level: Info,
                cache_root: "%s/c\\"",
                cache_size: 20.0 GB,
                inline_limit: 1.2 KB,
                slots: 2,
                escape_char: ^],
                container_image_depot_root: None,
                accept_invalid_remote_container_tls_certs: false,
                spec_version: "0.10",
            }
            """
                .formatted(folder));
  }

  @Test
  void theVersionOfTheLanguageCanBeChosenInEveryWay() throws Exception {
    config("home/.config", "spec-version = \"newer\"");
    assertThat(read().specVersion()).isEqualTo(SpecVersion.NEWER);
    environment.put("MAELSTROM_RUN_SPEC_VERSION", "0.10");
    assertThat(read().specVersion()).isEqualTo(SpecVersion.ORIGINAL);
    assertThat(read("--spec-version", "newer").specVersion()).isEqualTo(SpecVersion.NEWER);
  }

  @Test
  void whatNeedsNoActionIsAccepted() throws Refusal {
    RunSettings settings =
        read(
            "--cluster-communication-strategy=tcp",
            "--github-actions-token=t",
            "--github-actions-url=u",
            "--state-root=s",
            "--container-image-depot-root=images",
            "--accept-invalid-remote-container-tls-certs",
            "-q",
            "-L",
            "debug");

    assertThat(settings.imageRoot()).contains(folder.resolve("images"));
    assertThat(settings.acceptAnyCertificate()).isTrue();
    assertThat(settings.logLevel()).isEqualTo(RunSettings.LogLevel.DEBUG);
  }

  @Test
  void aFlagIsAWordInVariables() throws Refusal {
    environment.put("MAELSTROM_RUN_ACCEPT_INVALID_REMOTE_CONTAINER_TLS_CERTS", "true");
    assertThat(read().acceptAnyCertificate()).isTrue();
    environment.put("MAELSTROM_RUN_ACCEPT_INVALID_REMOTE_CONTAINER_TLS_CERTS", "yes");
    assertThatThrownBy(this::read).hasMessageContaining("was not `true` or `false`");
  }

  private RunSettings read(String... words) throws Refusal {
    return new SettingsReader(new RunArguments(List.of(words)), environment, folder).read();
  }

  private Path config(String under, String text) throws IOException {
    Path file = folder.resolve(under).resolve("maelstrom/run/config.toml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
