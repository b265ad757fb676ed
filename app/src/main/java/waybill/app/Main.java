package waybill.app;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.cli.SafeCommand;
import waybill.cli.SystemTerminal;
import waybill.model.failure.FailureCode;

/**
 * Where the program begins: turns the process into an {@link Invocation} and an {@link Exit} into
 * its end.
 */
public final class Main {
  private static final int OUT_BUFFER = 8192;

  private Main() {}

  /** Runs one command line and ends the process. */
  public static void main(String[] arguments) {
    var interrupts = new ProcessInterrupts();
    Exit exit = Exit.of(FailureCode.INTERNAL);
    try {
      exit = SafeCommand.run(new Programs(), invocation(List.of(arguments), interrupts));
    } finally {
      interrupts.commandIsOver(); // whatever happened: an interrupt waits for it
    }
    ProcessExit.end(exit);
  }

  private static Invocation invocation(List<String> arguments, Interrupts interrupts) {
    Map<String, String> environment = environment();
    return new Invocation(
        arguments,
        new FileInputStream(FileDescriptor.in),
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        environment,
        Path.of(System.getProperty("user.dir")),
        new SystemTerminal(environment),
        interrupts);
  }

  /**
   * Not {@code System.out}: commands flush where it matters, and a line need not be a system call.
   */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), OUT_BUFFER),
        false,
        StandardCharsets.UTF_8);
  }

  /** The caller's environment: undoes what the start script had to change for the JVM's sake. */
  private static Map<String, String> environment() {
    String callersLocale = System.getProperty("waybill.lc_all");
    if (callersLocale == null) {
      return System.getenv();
    }
    var environment = new HashMap<>(System.getenv());
    if (callersLocale.isEmpty()) {
      environment.remove("LC_ALL");
    } else {
      environment.put("LC_ALL", callersLocale);
    }
    return environment;
  }
}
