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
    } catch (ProblemsException e) {
      new ProblemPrinter(invocation.err(), invocation.terminal()).print(e);
      invocation.err().flush();
      return Exit.of(FailureCode.SPEC_INVALID);
    } catch (RuntimeException | Error e) {
      Failure failure =
          e instanceof FailureException told
              ? told.failure()
              : Failure.of(FailureCode.INTERNAL, e.toString())
                  .withHelp("this is a fault of Waybill: please report it with the lines below");
      new FailurePrinter(invocation.err(), invocation.terminal()).print(failure);
      if (failure.code() == FailureCode.INTERNAL) {
        e.printStackTrace(invocation.err());
      }
      invocation.err().flush();
      return Exit.of(failure.code());
    }
  }
}
