package waybill.cli;

import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

/** Runs commands so that whatever they throw is told. */
public final class SafeCommand {
  private SafeCommand() {}

  /** How the command ended, or that it failed. */
  public static Exit run(Command command, Invocation invocation) {
    try {
      return command.run(invocation);
    } catch (RuntimeException | Error e) {
      return Exit.of(tell(e, invocation));
    }
  }

  /**
   * The same for a tool that knows fewer exit statuses than we do.
   *
   * @param failed how it ends whatever went wrong
   */
  public static Exit run(Command command, Invocation invocation, Exit failed) {
    try {
      return command.run(invocation);
    } catch (RuntimeException | Error e) {
      var _ = tell(e, invocation);
      return failed;
    }
  }

  private static FailureCode tell(Throwable thrown, Invocation invocation) {
    if (thrown instanceof ProblemsException problems) {
      new ProblemPrinter(invocation.err(), invocation.terminal()).print(problems);
      invocation.err().flush();
      return FailureCode.SPEC_INVALID;
    }
    Failure failure =
        thrown instanceof FailureException told
            ? told.failure()
            : Failure.of(FailureCode.INTERNAL, thrown.toString())
                .withHelp("this is a fault of Waybill: please report it with the lines below");
    new FailurePrinter(invocation.err(), invocation.terminal()).print(failure);
    if (failure.code() == FailureCode.INTERNAL) {
      thrown.printStackTrace(invocation.err());
    }
    invocation.err().flush();
    return failure.code();
  }
}
