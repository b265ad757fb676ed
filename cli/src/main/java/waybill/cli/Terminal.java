package waybill.cli;

/** What is known of the screen, if there is one. */
public interface Terminal {

  /** Whether somebody can type into the input. */
  boolean inIsTerminal();

  /** Whether somebody sees the output as it is written. */
  boolean outIsTerminal();

  /** Whether somebody sees our remarks as they are written. */
  boolean errIsTerminal();

  /** Width in columns at this moment, at least 1; 80 where nobody knows. */
  int columns();

  /** Height in rows at this moment, at least 1; 24 where nobody knows. */
  int rows();

  /** Whether the keys of the input come to us at once and unseen, instead of in echoed lines. */
  default boolean inIsRaw() {
    return false;
  }

  /**
   * Stops our process as Ctrl-Z does, and returns when it goes on and has the terminal again; at
   * once where there is no terminal.
   */
  default void suspend() {}

  /** Calls back, on a thread of its own, whenever the size has changed, until it is closed. */
  default Interrupts.Registration onResize(Runnable receiver) {
    return () -> {};
  }

  /**
   * Shows what is typed, or hides it while a secret is asked for; lines are lines in either case.
   * Whoever hides it shows it again; the end of the command does, too.
   *
   * @return whether that was done: false where nobody can type
   */
  default boolean echo(boolean on) {
    return false;
  }

  /** Whether our remarks may hold colour codes. */
  boolean colours();

  /** Whether signs beyond ASCII are shown as such. */
  boolean unicode();
}
