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
  SPEC_VERSION('\0', "VERSION"),
  ACCEPT_INVALID_REMOTE_CONTAINER_TLS_CERTS('\0', ""),
  CLUSTER_COMMUNICATION_STRATEGY('\0', "STRATEGY"),
  GITHUB_ACTIONS_TOKEN('\0', "TOKEN"),
  GITHUB_ACTIONS_URL('\0', "URL"),
  QUIET('q', "");

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
    if (letter == 'L') {
      return Optional.of(LOG_LEVEL); // as the newer version of the program calls it
    }
    for (RunOption option : values()) {
      if (option.letter == letter && letter != '\0') {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }
}
