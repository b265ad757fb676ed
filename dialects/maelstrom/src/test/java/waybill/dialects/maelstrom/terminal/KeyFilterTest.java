package waybill.dialects.maelstrom.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In these tests {@code !} is the escape character, C is Ctrl-C and Z is Ctrl-Z. */
class KeyFilterTest {
  private final List<String> events = new ArrayList<>();
  private final KeyFilter filter =
      new KeyFilter(
          '!',
          new KeyFilter.Keys() {
            @Override
            public void type(byte[] bytes, int offset, int length) {
              events.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }

            @Override
            public void interrupt() {
              events.add("<interrupt>");
            }

            @Override
            public void suspend() {
              events.add("<suspend>");
            }
          });

  @ParameterizedTest
  @CsvSource({
    "abcdef, abcdef",
    "abc!Cdef, abc<interrupt>def",
    "abc!Zdef, abc<suspend>def",
    "abc!!def, abc!def",
    "abc!xdef, abc!xdef",
    "!C, <interrupt>",
    "abc!!!!!xdef, abc!!!xdef",
    "!x!Z, !x<suspend>",
    "abc!, abc",
  })
  void keysComeTheSameWholeAndOneByOne(String keys, String result) {
    filter.take(bytes(keys));
    assertThat(String.join("", events)).isEqualTo(result);
    boolean pending = filter.isPending();
    filter.expire();

    events.clear();
    for (String key : keys.split("", -1)) {
      filter.take(bytes(key));
    }
    assertThat(String.join("", events)).isEqualTo(result);
    assertThat(filter.isPending()).isEqualTo(pending);
  }

  @Test
  void anEscapeThatStaysAloneIsAKeyLikeAnyOther() {
    filter.take(bytes("a!"));
    assertThat(filter.isPending()).isTrue();
    filter.expire();
    assertThat(filter.isPending()).isFalse();
    filter.take(bytes("C"));
    filter.expire();
    assertThat(events).containsExactly("a", "!", "\u0003");
  }

  private static byte[] bytes(String keys) {
    return keys.replace('C', '\u0003').replace('Z', '\u001a').getBytes(StandardCharsets.UTF_8);
  }
}
