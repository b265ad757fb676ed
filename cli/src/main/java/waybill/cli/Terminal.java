package waybill.cli;

/** The caller's terminal, as far as there is one. */
public interface Terminal {

  /** Whether standard input is one. */
  boolean inIsTerminal();

  /** Whether standard output is one. */
  boolean outIsTerminal();

  /** Whether standard error is one. */
  boolean errIsTerminal();

  /** Width in characters, 1 or more. */
  int columns();

  /** Height in lines, 1 or more. */
  int rows();

  /** Whether colours may be used. */
  boolean colours();

  /** Whether characters beyond ASCII are shown. */
  boolean unicode();
}
