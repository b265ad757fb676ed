package waybill.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamMaskerTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsHeldBackThatCannotBecomeASecret() {
    var secrets = new Secrets();
    secrets.add("password");
    var masker = new StreamMasker(secrets);
    assertThat(masker.next(bytes("what is it? "))).asString().isEqualTo("what is it? ");
    assertThat(masker.next(bytes("passw"))).isEmpty();
    assertThat(masker.next(bytes("ay "))).asString().isEqualTo("passway ");
    assertThat(masker.next(bytes("passwor"))).isEmpty();
    assertThat(masker.end()).asString().isEqualTo("passwor");
  }

  @Test
  void theLongerSecretWins() {
    var secrets = new Secrets();
    secrets.add("abcd");
    secrets.add("abcdef");
    var masker = new StreamMasker(secrets);
    assertThat(masker.next(bytes("abcd"))).isEmpty();
    assertThat(masker.next(bytes("ef"))).asString().isEqualTo("***");
    assertThat(masker.next(bytes("abcdx"))).asString().isEqualTo("***x");
    assertThat(masker.next(bytes("abcde"))).isEmpty();
    assertThat(masker.end()).asString().isEqualTo("***e");
  }

  @Test
  void shortTextsAreLeftAlone() {
    var secrets = new Secrets();
    secrets.add("abc");
    var masker = new StreamMasker(secrets);
    assertThat(masker.next(bytes("abc"))).asString().isEqualTo("abc");
  }

  @Test
  void inWhateverPiecesItComesTheResultIsTheSame() {
    var random = new Random(3);
    for (int round = 0; round < 300; round++) {
      var secrets = new Secrets();
      secrets.add("aabaa");
      secrets.add("abab");
      secrets.add("ünï-cö");
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        text.append(random.nextInt(20) == 0 ? "ünï-cö" : random.nextBoolean() ? "a" : "b");
      }
      byte[] all = bytes(text.toString());
      var whole = new StreamMasker(secrets);
      var expected = new ByteArrayOutputStream();
      expected.writeBytes(whole.next(all));
      expected.writeBytes(whole.end());
      var pieces = new StreamMasker(secrets);
      var shown = new ByteArrayOutputStream();
      for (int at = 0; at < all.length; ) {
        int length = Math.min(1 + random.nextInt(9), all.length - at);
        shown.writeBytes(pieces.next(java.util.Arrays.copyOfRange(all, at, at + length)));
        at += length;
      }
      shown.writeBytes(pieces.end());
      assertThat(shown.toByteArray()).isEqualTo(expected.toByteArray());
      assertThat(shown.toString(StandardCharsets.UTF_8)).doesNotContain("aabaa", "abab", "ünï-cö");
    }
  }
}
