package waybill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import waybill.signals.Signals;

/**
 * The terminal of this process. What the three streams are is read from the links that the kernel
 * keeps for them, because native code would cost a command more time than all of its arguments;
 * only the size of the screen needs it, and only who draws asks for that.
 */
public final class SystemTerminal implements Terminal {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int DEFAULT_ROWS = 24;
  private static final int MAX_SIZE = 10_000;

  private final Map<String, String> environment;
  private final Path descriptors;

  /**
   * Finds out what the environment says.
   *
   * @param environment of the process
   */
  public SystemTerminal(Map<String, String> environment) {
    this(environment, Path.of("/proc/self/fd"));
  }

  /** With another folder of links, for tests. */
  SystemTerminal(Map<String, String> environment, Path descriptors) {
    this.environment = environment;
    this.descriptors = descriptors;
  }

  @Override
  public boolean inIsTerminal() {
    return isTerminal(0);
  }

  @Override
  public boolean outIsTerminal() {
    return isTerminal(1);
  }

  @Override
  public boolean errIsTerminal() {
    return isTerminal(2);
  }

  private boolean isTerminal(int descriptor) {
    try {
      String target =
          Files.readSymbolicLink(descriptors.resolve(Integer.toString(descriptor))).toString();
      return target.startsWith("/dev/pts/")
          || (target.startsWith("/dev/tty") && !target.equals("/dev/ttyprintk"))
          || target.equals("/dev/console");
    } catch (IOException e) {
      // A closed stream has no link, and without /proc nobody knows: no screen in either case.
      return false;
    }
  }

  @Override
  public int columns() {
    return size("COLUMNS", true).orElse(DEFAULT_COLUMNS);
  }

  @Override
  public int rows() {
    return size("LINES", false).orElse(DEFAULT_ROWS);
  }

  /** What somebody set by hand, else what the kernel says of the first stream that is a screen. */
  private Optional<Integer> size(String variable, boolean width) {
    Optional<Integer> set = number(environment.getOrDefault(variable, ""));
    if (set.isPresent()) {
      return set;
    }
    if (!mayCall()) {
      return Optional.empty();
    }
    for (int descriptor : new int[] {2, 1, 0}) {
      if (isTerminal(descriptor)) {
        Optional<WindowSize> window = WindowSize.of(descriptor);
        return window.map(size -> width ? size.columns() : size.rows()).filter(n -> n > 0);
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> number(String text) {
    try {
      int number = Integer.parseInt(text);
      return number >= 1 && number <= MAX_SIZE ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean inIsRaw() {
    return mayCall() && inIsTerminal() && TerminalControl.isRaw(0);
  }

  @Override
  public void suspend() {
    if (mayCall() && inIsTerminal()) {
      TerminalControl.suspend(0);
    }
  }

  @Override
  public boolean echo(boolean on) {
    return mayCall() && inIsTerminal() && TerminalControl.echo(0, on);
  }

  @Override
  public Interrupts.Registration onResize(Runnable receiver) {
    Signals.Registration registration = Signals.on("WINCH", number -> receiver.run());
    return registration::close;
  }

  /** Calling the C library all the same would make the JVM print a warning across the screen. */
  private static boolean mayCall() {
    return SystemTerminal.class.getModule().isNativeAccessEnabled();
  }

  /**
   * {@code NO_COLOR} forbids and {@code CLICOLOR_FORCE} demands, the latter being the stronger
   * because nobody sets it by accident; else a screen that is not dumb has colours.
   */
  @Override
  public boolean colours() {
    if (isSet(environment, "CLICOLOR_FORCE")
        && !environment.getOrDefault("CLICOLOR_FORCE", "").equals("0")) {
      return true;
    }
    return !isSet(environment, "NO_COLOR") && !isDumb(environment) && errIsTerminal();
  }

  /** By the first of the locale's variables that is set, as the C library does it. */
  @Override
  public boolean unicode() {
    for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      if (isSet(environment, variable)) {
        String locale = environment.getOrDefault(variable, "").toLowerCase(Locale.ROOT);
        return locale.contains("utf-8") || locale.contains("utf8");
      }
    }
    return false;
  }

  /** Whether the cursor of the screen cannot be moved, or nobody says that it can. */
  static boolean isDumb(Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "");
    return term.isEmpty() || term.equals("dumb");
  }

  /** Whether a variable is set to anything but nothing. */
  static boolean isSet(Map<String, String> environment, String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }
}
