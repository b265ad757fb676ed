package waybill.dialects.maelstrom.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.maelstrom.command.SettingValue.Unusable;
import waybill.dialects.maelstrom.written.SpecVersion;

/**
 * Finds the settings: on the command line, else in the environment, else in configuration files.
 */
final class SettingsReader {
  private static final List<String> PREFIXES = List.of("MAELSTROM_RUN_", "MAELSTROM_");
  private static final String CONFIG_FILE = "maelstrom/run/config.toml";
  private static final long DEFAULT_CACHE_SIZE = 20_000_000_000L;
  private static final long DEFAULT_INLINE_LIMIT = 1_000_000;
  private static final char DEFAULT_ESCAPE = 0x1D;

  private final RunArguments arguments;
  private final Map<String, String> environment;
  private final Path directory;
  private final List<ConfigFile> files;

  SettingsReader(RunArguments arguments, Map<String, String> environment, Path directory)
      throws Refusal {
    this.arguments = arguments;
    this.environment = environment;
    this.directory = directory;
    this.files = configFiles();
  }

  RunSettings read() throws Refusal {
    refuseWhatIsNotThere();
    int processors = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 1000);
    return new RunSettings(
        find(RunOption.LOG_LEVEL, SettingValue::logLevel).orElse(RunSettings.LogLevel.INFO),
        find(RunOption.CACHE_ROOT, SettingValue::path).map(directory::resolve),
        find(RunOption.CACHE_SIZE, SettingValue::bytes).orElse(DEFAULT_CACHE_SIZE),
        find(RunOption.INLINE_LIMIT, SettingValue::bytes).orElse(DEFAULT_INLINE_LIMIT),
        find(RunOption.SLOTS, SettingValue::slots).orElse(processors),
        find(RunOption.ESCAPE_CHAR, SettingValue::escapeChar).orElse(DEFAULT_ESCAPE),
        find(RunOption.SPEC_VERSION, SettingValue::specVersion).orElse(SpecVersion.ORIGINAL),
        find(RunOption.CONTAINER_IMAGE_DEPOT_ROOT, SettingValue::path).map(directory::resolve),
        acceptsAnyCertificate());
  }

  private void refuseWhatIsNotThere() throws Refusal {
    if (find(RunOption.BROKER, text -> text).isPresent()) {
      throw Refusal.notPossible("there are no brokers: jobs run on this machine");
    }
    Optional<String> strategy =
        find(RunOption.CLUSTER_COMMUNICATION_STRATEGY, SettingValue::strategy);
    if (strategy.isPresent() && strategy.get().equals("github")) {
      throw Refusal.notPossible("there is no cluster on GitHub: jobs run on this machine");
    }
  }

  /** A flag on the command line, a word elsewhere. */
  private boolean acceptsAnyCertificate() throws Refusal {
    RunOption option = RunOption.ACCEPT_INVALID_REMOTE_CONTAINER_TLS_CERTS;
    return arguments.has(option) || find(option, SettingValue::flag).orElse(false);
  }

  private <T> Optional<T> find(RunOption option, SettingValue.Reader<T> reader) throws Refusal {
    Optional<String> text = arguments.value(option);
    if (text.isPresent() && option.takesValue()) {
      return Optional.of(
          value("error parsing command-line option `--" + option.key() + "`", text.get(), reader));
    }
    for (String prefix : PREFIXES) {
      String variable = prefix + option.key().toUpperCase(Locale.ROOT).replace('-', '_');
      String variableText = environment.get(variable);
      if (variableText != null) {
        return Optional.of(
            value("error parsing environment variable `" + variable + "`", variableText, reader));
      }
    }
    for (ConfigFile file : files) {
      Optional<String> fileText = file.value(option.key());
      if (fileText.isPresent()) {
        String where =
            "error parsing value for key `"
                + option.key()
                + "` in config file `"
                + file.path()
                + "`";
        return Optional.of(value(where, fileText.get(), reader));
      }
    }
    return Optional.empty();
  }

  private static <T> T value(String where, String text, SettingValue.Reader<T> reader)
      throws Refusal {
    try {
      return reader.read(text);
    } catch (Unusable e) {
      throw Refusal.badValue(where, String.valueOf(e.getMessage()));
    }
  }

  /** Those that are there; an earlier one wins. */
  private List<ConfigFile> configFiles() throws Refusal {
    Optional<String> given = arguments.value(RunOption.CONFIG_FILE);
    if (given.isPresent()) {
      return given.get().equals("-")
          ? List.of()
          : List.of(new ConfigFile(directory.resolve(given.get())));
    }
    List<ConfigFile> found = new ArrayList<>();
    for (String folder : configFolders()) {
      Path file = Path.of(folder, CONFIG_FILE);
      // What the base directory specification says of a folder that is not absolute: ignore it.
      if (file.isAbsolute() && Files.exists(file)) {
        found.add(new ConfigFile(file));
      }
    }
    return found;
  }

  private List<String> configFolders() {
    List<String> folders = new ArrayList<>();
    String own = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    if (!own.isEmpty()) {
      folders.add(own);
    } else if (!home.isEmpty()) {
      folders.add(home + "/.config");
    }
    String others = environment.getOrDefault("XDG_CONFIG_DIRS", "");
    folders.addAll(List.of((others.isEmpty() ? "/etc/xdg" : others).split(":", -1)));
    return folders;
  }
}
