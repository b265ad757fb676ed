package waybill.dialects.opspec.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.written.ParameterType;
import waybill.model.reader.YamlReader;

class ArgumentReaderTest {
  private final ArgumentReader reader = new ArgumentReader(Path.of("/home/me"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ARRAY   | [1, a]        | [1,\"a\"]",
        "ARRAY   | [1,\"a\"]     | [1,\"a\"]",
        "ARRAY   | '[1]'         | [1]",
        "ARRAY   | [yes, 010, 1_000] | [true,8,1000]",
        "OBJECT  | a: {b: 1}     | {\"a\":{\"b\":1}}",
        "OBJECT  | {\"a\":1}     | {\"a\":1}",
        "BOOLEAN | no            | true",
        "BOOLEAN | False         | false",
        "BOOLEAN | ``            | false",
        "NUMBER  | 2.50          | 2.5",
        "STRING  | [1]           | \"[1]\"",
        "STRING  | ``            | \"\"",
        "DIR     | .             | \"/home/me\"",
        "DIR     | ../you/       | \"/home/you\"",
        "FILE    | a/b           | \"/home/me/a/b\"",
        "FILE    | /etc/passwd   | \"/etc/passwd\"",
        "SOCKET  | /run/s        | \"/run/s\"",
      })
  void textsAreReadByType(ParameterType type, String text, String json) {
    assertThat(JsonText.of(reader.read(type, text))).isEqualTo(json);
    assertThat(reader.read(type, text).type()).isEqualTo(type.word());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ARRAY  | {a: 1}  | unable to coerce object to array",
        "ARRAY  | 5       | unable to coerce number to array",
        "ARRAY  | [1      | neither YAML nor JSON",
        "ARRAY  | ``      | neither YAML nor JSON",
        "OBJECT | [1]     | unable to coerce array to object",
        "OBJECT | abc     | unable to coerce string to object",
        "NUMBER | five    | unable to coerce string to number",
        "NUMBER | ``      | unable to coerce string to number",
      })
  void whatIsNotOfTheTypeIsRefused(ParameterType type, String text, String message) {
    assertThatThrownBy(() -> reader.read(type, text))
        .isInstanceOf(ArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "STRING  | 5          | \"5\"",
        "STRING  | null       | \"null\"",
        "STRING  | {a: [1]}   | \"{\\\"a\\\":[1]}\"",
        "STRING  | text       | \"text\"",
        "NUMBER  | 7          | 7",
        "NUMBER  | '7'        | 7",
        "BOOLEAN | false      | false",
        "ARRAY   | [1, {}]    | [1,{}]",
        "OBJECT  | '{a: 1}'   | {\"a\":1}",
        "FILE    | x          | \"/home/me/x\"",
      })
  void valuesOfTheArgumentFileAreReadByType(ParameterType type, String yaml, String json) {
    var written = new YamlReader().read("args.yml", yaml.getBytes(StandardCharsets.UTF_8)).root();
    assertThat(JsonText.of(reader.read(type, written))).isEqualTo(json);
  }

  @Test
  void hostileTextsEndQuickly() {
    for (String text : new String[] {"[".repeat(1_000_000), "{a: ".repeat(100_000), "a\0b"}) {
      assertThatThrownBy(() -> reader.read(ParameterType.ARRAY, text))
          .isInstanceOf(ArgumentException.class);
    }
    assertThatThrownBy(() -> reader.read(ParameterType.FILE, "a\0b"))
        .isInstanceOf(ArgumentException.class);
    assertThat(reader.read(ParameterType.STRING, "a\0b")).isEqualTo(new StringValue("a\0b"));
  }
}
