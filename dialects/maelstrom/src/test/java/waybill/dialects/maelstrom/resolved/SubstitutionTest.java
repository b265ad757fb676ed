package waybill.dialects.maelstrom.resolved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstitutionTest {
  private static final Map<String, String> ENV = Map.of("BAR", "bar", "EMPTY", "");
  private static final Map<String, String> PREV = Map.of("PATH", "/bin");

  private final Substitution substitution =
      new Substitution(
          name -> Optional.ofNullable(ENV.get(name)), name -> Optional.ofNullable(PREV.get(name)));

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "'', ''",
    "foo$$bar$$$$baz, foo$bar$$baz",
    "$env{BAR}, bar",
    "a$env{BAR}b$prev{PATH}c, abarb/binc",
    "$prev{Z:-d}, d",
    "$env{EMPTY}, ''",
    "$env{EMPTY:-d}, d",
    "$env{BAR:-d}, bar",
    "$env{Z:-}, ''",
    "$env{Z:-a:-b}, a:-b",
    "$env{Z:-$env{BAR}}, '$env{BAR}'",
    "}{, }{",
  })
  void putsValuesIn(String text, String result) {
    assertThat(substitution.apply(text)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({
    "$env{NOT_SET}, 'unknown variable \"NOT_SET\"'",
    "$prev{BAR}, 'unknown variable \"BAR\"'",
    "$env{}, 'unknown variable \"\"'",
    "$env{FOO, unterminated {",
    "a$prev{, unterminated {",
    "$FOO, '$ must be followed by \"$\", \"env{\", or \"prev{\"'",
    "a$, '$ must be followed by \"$\", \"env{\", or \"prev{\"'",
    "$$$, '$ must be followed by \"$\", \"env{\", or \"prev{\"'",
    "$env, '$ must be followed by \"$\", \"env{\", or \"prev{\"'",
  })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> substitution.apply(text)).hasMessage(message);
  }
}
