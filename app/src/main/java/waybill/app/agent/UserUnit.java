package waybill.app.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import waybill.files.DurableFile;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * The file by which a user's own systemd starts the agent when he logs in. A file of that name that
 * we did not write is never touched.
 */
public final class UserUnit {
  /** How systemd calls it. */
  public static final String NAME = "waybill-agent.service";

  /** The first line of what we wrote; for ever as it is. */
  private static final String MARK = "# Written by `waybill agent install`.";

  /** What of the installer's environment decides which agent it is. */
  private static final List<String> KEPT =
      List.of(
          "WAYBILL_CACHE_DIR",
          "WAYBILL_CONFIG_DIR",
          "WAYBILL_RUNTIME_DIR",
          "WAYBILL_STATE_DIR",
          "XDG_CACHE_HOME",
          "XDG_CONFIG_HOME",
          "XDG_STATE_HOME",
          "JAVA_HOME");

  private final Path file;

  /**
   * Of a user.
   *
   * @param folder where his service manager looks for units; may not exist
   */
  public UserUnit(Path folder) {
    this.file = folder.resolve(NAME);
  }

  public Path file() {
    return file;
  }

  /**
   * Writes it, or writes it anew.
   *
   * @param program that starts Waybill
   * @param environment of whoever wants it
   */
  public void install(Path program, Map<String, String> environment) {
    String text = text(program, environment);
    boolean _ = isInstalled(); // else it is refused
    try {
      Path folder = file.resolveSibling(".").normalize();
      boolean made = !Files.exists(folder);
      Files.createDirectories(folder);
      DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
      if (made) {
        DurableFile.syncFolder(folder.resolveSibling("."));
      }
    } catch (IOException e) {
      throw failed("cannot write " + file, e);
    }
  }

  /**
   * Whether there is one.
   *
   * @throws FailureException when there is one of somebody else's
   */
  public boolean isInstalled() {
    try {
      boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
      if (there && !isOurs()) {
        throw foreign();
      }
      return there;
    } catch (IOException e) {
      throw failed("cannot read " + file, e);
    }
  }

  /** Removes it; false when there is none. */
  public boolean remove() {
    if (!isInstalled()) {
      return false;
    }
    try {
      Files.delete(file);
      DurableFile.syncFolder(file.resolveSibling("."));
      return true;
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw failed("cannot remove " + file, e);
    }
  }

  /** A link is nobody's work of ours, wherever it leads. */
  private boolean isOurs() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
    try (var in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(mark.length), mark);
    }
  }

  private FailureException foreign() {
    return Failure.of(
            FailureCode.INPUT_MISSING, file + " was not written by Waybill, and is left as it is")
        .withHelp("remove or rename it, if it is not wanted")
        .asException();
  }

  private static FailureException failed(String what, IOException e) {
    return new FailureException(
        Failure.of(FailureCode.STORE_UNREADABLE, what + ": " + OsReason.of(e))
            .withHelp("see who owns it and its folder, or set XDG_CONFIG_HOME"),
        e);
  }

  /**
   * What stands in it. Failures of ours (125) do not get better by starting again; what has been
   * killed is started again, and goes on with what is wanted. At the end only the agent is told: it
   * ends its tasks itself.
   */
  static String text(Path program, Map<String, String> environment) {
    var text =
        new StringBuilder(MARK)
            .append(" `waybill agent uninstall` removes it.\n")
            .append("[Unit]\nDescription=Waybill agent\n\n[Service]\n")
            .append("ExecStart=")
            .append(quoted("the program's path", program.toString()).replace("$", "$$"))
            .append(" agent start --foreground\n");
    for (String name : KEPT) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        text.append("Environment=").append(quoted(name, name + "=" + value)).append('\n');
      }
    }
    return text.append("Restart=on-failure\nRestartSec=2\nRestartPreventExitStatus=125\n")
        .append("SuccessExitStatus=143\nKillMode=mixed\nTimeoutStopSec=60\nDelegate=yes\n")
        .append("\n[Install]\nWantedBy=default.target\n")
        .toString();
  }

  private static String quoted(String what, String word) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c < ' ' || c == 0x7f) {
        throw Failure.of(
                FailureCode.COMMAND_LINE, what + " has a control character, and units cannot")
            .asException();
      }
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '%' -> quoted.append("%%");
        default -> quoted.append(c); // all else is itself
      }
    }
    return quoted.append('"').toString();
  }
}
