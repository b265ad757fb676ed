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
import java.util.Optional;
import waybill.cli.Exit;
import waybill.cli.FailurePrinter;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.cli.SafeCommand;
import waybill.cli.SystemTerminal;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * Where the program begins: turns the process into an {@link Invocation} and an {@link Exit} into
 * its end.
 */
public final class Main {
  private static final int OUT_BUFFER = 8192;
  private static final Exit LOST = new Exit.Status(1);

  private Main() {}

  /** Runs one command line and ends the process. */
  public static void main(String[] arguments) {
    var interrupts = new ProcessInterrupts();
    var out = new StandardOutput(FileDescriptor.out);
    Exit exit = Exit.of(FailureCode.INTERNAL);
    try {
      Invocation invocation = invocation(List.of(arguments), out, interrupts);
      exit = complete(SafeCommand.run(new Programs(), invocation), out, invocation);
    } finally {
      interrupts.commandIsOver(); // whatever happened: an interrupt waits for it
    }
    ProcessExit.end(exit);
  }

  /**
   * Commands end when their output cannot be written, and here it is said why, for all of them.
   * What is lost is a failure, also for those that did not look.
   */
  private static Exit complete(Exit exit, StandardOutput out, Invocation invocation) {
    invocation.out().flush();
    Optional<String> why = out.whyLost();
    if (why.isEmpty() || hasTold(exit, invocation.arguments())) {
      return exit;
    }
    Failure failure =
        Failure.of(FailureCode.INTERNAL, "cannot write the standard output: " + why.get());
    new FailurePrinter(invocation.err(), invocation.terminal()).print(failure);
    return exit.equals(Exit.OK) ? LOST : exit;
  }

  /** What runs files of jobs says itself that their output is lost. */
  private static boolean hasTold(Exit exit, List<String> arguments) {
    boolean tool = !arguments.isEmpty() && arguments.getFirst().equals("maelstrom-run");
    return exit.equals(Exit.of(FailureCode.INTERNAL)) || (tool && !exit.equals(Exit.OK));
  }

  private static Invocation invocation(
      List<String> arguments, StandardOutput out, Interrupts interrupts) {
    Map<String, String> environment = environment();
    return new Invocation(
        arguments,
        new FileInputStream(FileDescriptor.in),
        stream(out),
        stream(new FileOutputStream(FileDescriptor.err)),
        environment,
        Path.of(System.getProperty("user.dir")),
        new SystemTerminal(environment),
        interrupts);
  }

  /**
   * Not {@code System.out}: commands flush where it matters, and a line need not be a system call.
   */
  private static PrintStream stream(FileOutputStream to) {
    return new PrintStream(
        new java.io.BufferedOutputStream(to, OUT_BUFFER), false, StandardCharsets.UTF_8);
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
