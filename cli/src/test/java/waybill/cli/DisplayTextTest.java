package waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayTextTest {

  @Test
  void noCharacterThatATerminalObeysGetsThrough() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      String safe = DisplayText.safe("a" + Character.toString(point) + "b");

      int shown = safe.codePointAt(1);
      boolean joiner = shown == 0x200C || shown == 0x200D;
      int type = Character.getType(shown);
      boolean obeyed =
          type == Character.CONTROL
              || type == Character.SURROGATE
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR
              || (type == Character.FORMAT && !joiner);
      assertThat(obeyed).as("U+%04X", point).isFalse();
      assertThat(DisplayText.width(shown)).isBetween(0, 2);
    }
  }

  @Test
  void ordinaryTextStaysWhatItIs() {
    String text = "naïve — 東京 😀 e\u0301 👩\u200d🚀 ✘";

    assertThat(DisplayText.safe(text)).isSameAs(text);
  }

  @Test
  void controlCharactersAreShownByTheirSigns() {
    assertThat(DisplayText.safe("\u001b[31mred\u0007\n\u007f\u009b\u202e"))
        .isEqualTo("␛[31mred␇␊␡��");
  }

  @Test
  void widthsAreThoseOfATerminal() {
    assertThat(DisplayText.width("abc")).isEqualTo(3);
    assertThat(DisplayText.width("é")).isEqualTo(1);
    assertThat(DisplayText.width("e\u0301")).isEqualTo(1);
    assertThat(DisplayText.width("東京")).isEqualTo(4);
    assertThat(DisplayText.width("한국어")).isEqualTo(6);
    assertThat(DisplayText.width("ﾊ")).isEqualTo(1);
    assertThat(DisplayText.width("😀")).isEqualTo(2);
    assertThat(DisplayText.width("✔✘⟳·│…")).isEqualTo(6);
  }

  @Test
  void cuttingNeverSplitsACharacter() {
    assertThat(DisplayText.cut("東京", 3)).isEqualTo("東");
    assertThat(DisplayText.cut("a😀b", 2)).isEqualTo("a");
    assertThat(DisplayText.cut("abc", 3)).isEqualTo("abc");
    assertThat(DisplayText.cut("abc", 0)).isEmpty();
  }
}
