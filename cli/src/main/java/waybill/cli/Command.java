package waybill.cli;

/** Something one can call by name. */
public interface Command {

  /** Does all of its work and returns; whatever is to be said was said. */
  Exit run(Invocation invocation);
}
