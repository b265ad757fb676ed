package waybill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class CausesTest {

  @Test
  void outermostFirstRootLast() {
    Throwable root = new NoSuchFileException("/a/b");
    Throwable outer = new IllegalStateException("cannot go on", root);

    assertThat(Causes.joined(outer))
        .isEqualTo("IllegalStateException: cannot go on: NoSuchFileException: /a/b");
  }

  @Test
  void aMessageThatOnlyQuotesTheCauseIsNotRepeated() {
    IOException root = new IOException("No space left on device");

    assertThat(Causes.joined(new UncheckedIOException(root)))
        .isEqualTo("UncheckedIOException: No space left on device");
    assertThat(Causes.joined(new IOException("No space left on device", root)))
        .isEqualTo("No space left on device");
  }

  @Test
  void anExceptionWithoutWordsIsItsName() {
    assertThat(Causes.joined(new NullPointerException())).isEqualTo("NullPointerException");
    assertThat(Causes.joined(new RuntimeException() {})).contains("CausesTest");
  }

  @Test
  void aChainThatBitesItsTailEnds() {
    Exception one = new Exception("one");
    Exception two = new Exception("two", one);
    one.initCause(two);

    assertThat(Causes.joined(one)).isEqualTo("Exception: one: Exception: two");
  }
}
