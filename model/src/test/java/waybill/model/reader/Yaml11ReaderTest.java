package waybill.model.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecObject.Member;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.ProblemsException;

/** Scalars, merges and keys as programs in Go take them. */
class Yaml11ReaderTest {
  private static final YamlReader READER = new YamlReader().inVersion11();

  @ParameterizedTest
  @ValueSource(strings = {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"})
  void theseAreTrue(String text) {
    assertThat(((SpecBoolean) item(text)).value()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "FALSE"})
  void theseAreFalse(String text) {
    assertThat(((SpecBoolean) item(text)).value()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "010, 8",
    "0777, 511",
    "-010, -8",
    "089, 089",
    "1_000, 1000",
    "0x1_F, 31",
    "-0xff, -255",
    "0b101, 5",
    "-0b11, -3",
    "0o17, 15",
    "+12, 12",
    "0, 0",
    "12345678901234567890, 12345678901234567890",
    "1e3, 1e3",
    "1_0.5, 10.5",
    ".5, .5",
    ".inf, .inf",
    "685_230.15, 685230.15"
  })
  void theseAreNumbers(String text, String value) {
    assertThat(((SpecNumber) item(text)).text()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001-01-01",
        "2001-12-14t21:59:43.10-05:00",
        "1:30",
        "190:20:30",
        "0b",
        "0b2",
        "0x",
        "_1",
        "+",
        ".5_0",
        "yEs",
        "tRue",
        "nil",
        "1e",
        "'010'",
        "\"yes\"",
        "!!str yes"
      })
  void theseAreStrings(String text) {
    assertThat(item(text)).isInstanceOf(SpecString.class);
  }

  @Test
  void tagsDecideByTheSameRules() {
    assertThat(((SpecBoolean) item("!!bool 'yes'")).value()).isTrue();
    assertThat(((SpecNumber) item("!!int '010'")).text()).isEqualTo("8");
  }

  @Test
  void keysAreCalledByTheirValueButWordsAreWords() {
    assertThat(keys("{yes: 1, 010: 2, 1.0: 3, 'yes': 4, 1_0: 5, 2e3: 6, 1.5: 7}", true))
        .containsExactly("yes", "8", "1", "yes", "10", "2000", "1.5");
  }

  @Test
  void keysOfTheSameValueAreOne() {
    assertThatThrownBy(() -> read("{8: a, 010: b}"))
        .isInstanceOf(ProblemsException.class)
        .hasMessage("the key `8` is written twice");
  }

  @Test
  void mergedMembersComeAfterAndNeverOverOwnOnes() {
    SpecObject root = (SpecObject) read("a: &a {x: 1, z: 2}\nb: {<<: *a, z: 3}\n");

    SpecObject b = (SpecObject) root.member("b").orElseThrow().value();
    assertThat(b.members()).extracting(Member::key).containsExactly("z", "x");
    assertThat(((SpecScalar) b.members().getFirst().value()).written()).isEqualTo("3");
  }

  @Test
  void ofSeveralMergedTheFirstWins() {
    SpecObject root = (SpecObject) read("a: &a {x: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b]}\n");

    SpecObject c = (SpecObject) root.member("c").orElseThrow().value();
    assertThat(c.members())
        .extracting(member -> member.key() + ((SpecScalar) member.value()).written())
        .containsExactly("x1", "z2");
  }

  @Test
  void onlyMappingsAreMerged() {
    assertThatThrownBy(() -> read("{<<: 1}"))
        .hasMessage("`<<` takes a mapping, or a list of mappings");
    assertThatThrownBy(() -> read("{<<: [1]}")).isInstanceOf(ProblemsException.class);
    assertThat(keys("{'<<': 1}", false)).containsExactly("<<");
  }

  @Test
  void withoutTheOlderVersionNothingIsMerged() {
    SpecObject root =
        (SpecObject) new YamlReader().read("x", "{<<: {a: 1}}".getBytes(UTF_8)).root();

    assertThat(root.members()).extracting(Member::key).containsExactly("<<");
  }

  @Test
  void repeatedKeysCanBeKept() {
    assertThat(keys("{a: 1, a: 2}", true)).containsExactly("a", "a");
    assertThatThrownBy(() -> read("{a: 1, a: 2}")).isInstanceOf(ProblemsException.class);
  }

  @Test
  void theRestCanBeLeftUnread() {
    SpecValue first = READER.onlyFirstDocument().read("x", "a: 1\n---\n[".getBytes(UTF_8)).root();

    assertThat(((SpecObject) first).members()).hasSize(1);
    assertThatThrownBy(() -> read("a: 1\n---\n[")).isInstanceOf(ProblemsException.class);
  }

  @Test
  void mergesCountLikeWhatTheyBringIn() {
    StringBuilder text = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 1; i < 40; i++) {
      text.append("a%d: &a%d {<<: [*a%d, *a%d], k%d: 1}\n".formatted(i, i, i - 1, i - 1, i));
    }

    assertThatThrownBy(() -> read(text.toString()))
        .hasMessage("the document holds more than 500000 values");
  }

  private static SpecValue item(String text) {
    return ((SpecArray) read("- " + text)).elements().getFirst();
  }

  private static List<String> keys(String text, boolean repeated) {
    YamlReader reader = repeated ? READER.keepingRepeatedKeys() : READER;
    SpecObject object = (SpecObject) reader.read("x", text.getBytes(UTF_8)).root();
    return object.members().stream().map(Member::key).toList();
  }

  private static SpecValue read(String text) {
    return READER.read("x", text.getBytes(UTF_8)).root();
  }
}
