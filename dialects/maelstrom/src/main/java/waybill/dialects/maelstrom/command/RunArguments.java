package waybill.dialects.maelstrom.command;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line taken apart. Options end at the first word that is none: it and everything after
 * it are the program to run and its arguments.
 */
final class RunArguments {
  private final Map<RunOption, String> options = new EnumMap<>(RunOption.class);
  private final List<String> words;
  private int next;

  /** Takes the words apart. */
  RunArguments(List<String> words) throws Refusal {
    this.words = List.copyOf(words);
    while (next < words.size() && words.get(next).startsWith("-") && words.get(next).length() > 1) {
      String word = words.get(next++);
      if (word.equals("--")) {
        break;
      }
      if (word.startsWith("--")) {
        longOption(word);
      } else {
        letters(word);
      }
    }
    check();
  }

  boolean has(RunOption option) {
    return options.containsKey(option);
  }

  Optional<String> value(RunOption option) {
    return Optional.ofNullable(options.get(option));
  }

  /** Empty when the job's own program is to run. */
  List<String> program() {
    return words.subList(next, words.size());
  }

  private void longOption(String word) throws Refusal {
    int equals = word.indexOf('=');
    String key = word.substring(2, equals < 0 ? word.length() : equals);
    RunOption option =
        RunOption.byKey(key)
            .orElseThrow(() -> Refusal.usage("unexpected argument '--" + key + "' found"));
    if (equals < 0) {
      put(option, option.takesValue() ? nextWord(option) : "");
    } else if (option.takesValue()) {
      put(option, word.substring(equals + 1));
    } else {
      String value = word.substring(equals + 1);
      throw Refusal.usage(
          "unexpected value '" + value + "' for '--" + key + "' found; no more were expected");
    }
  }

  private void letters(String word) throws Refusal {
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      RunOption option =
          RunOption.byLetter(letter)
              .orElseThrow(() -> Refusal.usage("unexpected argument '-" + letter + "' found"));
      if (option.takesValue()) {
        String attached = word.substring(i + 1);
        if (attached.isEmpty()) {
          put(option, nextWord(option));
        } else {
          put(option, attached.startsWith("=") ? attached.substring(1) : attached);
        }
        return;
      }
      put(option, "");
    }
  }

  private String nextWord(RunOption option) throws Refusal {
    if (next == words.size()) {
      throw Refusal.usage(
          "a value is required for '" + option.inWords() + "' but none was supplied");
    }
    return words.get(next++);
  }

  private void put(RunOption option, String value) throws Refusal {
    if (options.put(option, value) != null) {
      throw Refusal.usage("the argument '" + option.inWords() + "' cannot be used multiple times");
    }
  }

  private void check() throws Refusal {
    if (has(RunOption.HELP) || has(RunOption.VERSION)) {
      return;
    }
    if (has(RunOption.ONE) && has(RunOption.TTY)) {
      throw Refusal.usage("the argument '--one' cannot be used with '--tty'");
    }
    if (!program().isEmpty() && !has(RunOption.ONE) && !has(RunOption.TTY)) {
      throw Refusal.usage("the following required arguments were not provided:\n  <--one|--tty>");
    }
  }
}
