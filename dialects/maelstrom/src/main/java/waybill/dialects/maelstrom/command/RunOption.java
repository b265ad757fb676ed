package waybill.dialects.maelstrom.command;

import java.util.Locale;
import java.util.Optional;

/**
 * The options of {@code maelstrom-run}. A setting can also be given by an environment variable and
 * in a configuration file, under the same name.
 */
enum RunOption {
  FILE('f', "PATH"),
  ONE('1', ""),
  TTY('t', ""),
  HELP('h', ""),
  VERSION('\0', ""),
  PRINT_CONFIG('P', ""),
  CONFIG_FILE('c', "PATH"),
  LOG_LEVEL('l', "LEVEL"),
  BROKER('b', "SOCKADDR"),
  CONTAINER_IMAGE_DEPOT_ROOT('\0', "PATH"),
  STATE_ROOT('\0', "PATH"),
  CACHE_ROOT('\0', "PATH"),
  CACHE_SIZE('\0', "BYTES"),
  INLINE_LIMIT('\0', "BYTES"),
  SLOTS('\0', "N"),
  ESCAPE_CHAR('\0', "CHARACTER"),
  SPEC_VERSION('\0', "VERSION");

  private final char letter;
  private final String valueName;

  RunOption(char letter, String valueName) {
    this.letter = letter;
    this.valueName = valueName;
  }

  /** The name without its dashes; also the key in a configuration file. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean takesValue() {
    return !valueName.isEmpty();
  }

  /** As a message names it. */
  String inWords() {
    return takesValue() ? "--" + key() + " <" + valueName + ">" : "--" + key();
  }

  static Optional<RunOption> byKey(String key) {
    for (RunOption option : values()) {
      if (option.key().equals(key)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  static Optional<RunOption> byLetter(char letter) {
    for (RunOption option : values()) {
      if (option.letter == letter && letter != '\0') {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }
}
