package waybill.cli;

import picocli.CommandLine.ParseResult;

/** What a command does once its command line is understood. */
@FunctionalInterface
public interface Action {

  /**
   * Does all of the work.
   *
   * @param options of this command, matched and converted
   */
  Exit run(ParseResult options, Invocation invocation);
}
