package waybill.cli;

/** A terminal that never changes: for tests, and for commands that have none. */
public record FixedTerminal(
    boolean inIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns,
    int rows,
    boolean colours,
    boolean unicode)
    implements Terminal {

  /** Three pipes or files: no colours, and ASCII signs only. */
  public static final FixedTerminal NONE =
      new FixedTerminal(false, false, false, 80, 24, false, false);
}
