package waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemTerminalTest {
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

  @TempDir private Path descriptors;

  @BeforeEach
  void theRemarksGoToAScreenAndTheRestDoesNot() throws IOException {
    link(0, "pipe:[1234]");
    link(1, "/home/user/out.txt");
    link(2, "/dev/pts/3");
  }

  @Test
  void eachStreamIsLookedAtAlone() {
    SystemTerminal terminal = new SystemTerminal(XTERM, descriptors);

    assertThat(terminal.inIsTerminal()).isFalse();
    assertThat(terminal.outIsTerminal()).isFalse();
    assertThat(terminal.errIsTerminal()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/tty, true",
    "/dev/tty1, true",
    "/dev/ttyS0, true",
    "/dev/console, true",
    "/dev/pts/0, true",
    "/dev/null, false",
    "/dev/ptmx, false",
    "/dev/ttyprintk, false",
    "socket:[99], false"
  })
  void aScreenIsKnownByItsName(String target, boolean screen) throws IOException {
    Files.delete(descriptors.resolve("2"));
    link(2, target);

    assertThat(new SystemTerminal(XTERM, descriptors).errIsTerminal()).isEqualTo(screen);
  }

  @Test
  void aStreamThatIsClosedIsNoScreen() throws IOException {
    Files.delete(descriptors.resolve("2"));

    assertThat(new SystemTerminal(XTERM, descriptors).errIsTerminal()).isFalse();
  }

  @Test
  void whatWasSetByHandIsTheSizeElseTheUsualOne() {
    Map<String, String> set = Map.of("COLUMNS", "132", "LINES", "50");
    assertThat(new SystemTerminal(set, descriptors).columns()).isEqualTo(132);
    assertThat(new SystemTerminal(set, descriptors).rows()).isEqualTo(50);

    Path none = descriptors.resolve("none");
    Map<String, String> nonsense = Map.of("COLUMNS", "-1", "LINES", "many");
    assertThat(new SystemTerminal(nonsense, none).columns()).isEqualTo(80);
    assertThat(new SystemTerminal(nonsense, none).rows()).isEqualTo(24);
  }

  @Test
  void aDescriptorThatIsNoTerminalHasNoWindowSize() {
    assertThat(WindowSize.of(-1)).isEmpty();
  }

  @Test
  void coloursFollowTheScreenAndWhatPeopleSet() {
    assertThat(colours(XTERM)).isTrue();
    assertThat(colours(Map.of())).isFalse();
    assertThat(colours(Map.of("TERM", "dumb"))).isFalse();
    assertThat(colours(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
    assertThat(colours(Map.of("TERM", "xterm", "NO_COLOR", ""))).isTrue();
    assertThat(colours(Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1"))).isTrue();
    assertThat(colours(Map.of("TERM", "dumb", "CLICOLOR_FORCE", "0"))).isFalse();
    assertThat(new SystemTerminal(XTERM, descriptors.resolve("none")).colours()).isFalse();
  }

  @Test
  void theLocaleSaysWhetherSignsBeyondAsciiAreShown() {
    assertThat(unicode(Map.of("LANG", "de_DE.UTF-8"))).isTrue();
    assertThat(unicode(Map.of("LANG", "C.utf8"))).isTrue();
    assertThat(unicode(Map.of("LANG", "C"))).isFalse();
    assertThat(unicode(Map.of("LANG", "C.UTF-8", "LC_ALL", "C"))).isFalse();
    assertThat(unicode(Map.of("LANG", "C", "LC_CTYPE", "C.UTF-8"))).isTrue();
    assertThat(unicode(Map.of("LANG", "C.UTF-8", "LC_ALL", ""))).isTrue();
    assertThat(unicode(Map.of())).isFalse();
  }

  @Test
  void progressLivesOnlyOnAScreenThatSomebodyWatches() {
    SystemTerminal screen = new SystemTerminal(XTERM, descriptors);
    SystemTerminal none = new SystemTerminal(XTERM, descriptors.resolve("none"));

    assertThat(ProgressMode.suiting(screen, XTERM)).isEqualTo(ProgressMode.LIVE);
    assertThat(ProgressMode.suiting(screen, Map.of("TERM", "dumb"))).isEqualTo(ProgressMode.PLAIN);
    assertThat(ProgressMode.suiting(screen, Map.of("TERM", "xterm", "CI", "true")))
        .isEqualTo(ProgressMode.PLAIN);
    assertThat(ProgressMode.suiting(none, XTERM)).isEqualTo(ProgressMode.PLAIN);
  }

  private boolean colours(Map<String, String> environment) {
    return new SystemTerminal(environment, descriptors).colours();
  }

  private boolean unicode(Map<String, String> environment) {
    return new SystemTerminal(environment, descriptors).unicode();
  }

  private void link(int descriptor, String target) throws IOException {
    Files.createSymbolicLink(descriptors.resolve(Integer.toString(descriptor)), Path.of(target));
  }
}
