package waybill.dialects.opspec.command;

import waybill.cli.Interrupts;
import waybill.cli.Terminal;

/** A terminal as it is, but for its colours. */
record ColourlessTerminal(Terminal terminal) implements Terminal {
  @Override
  public boolean inIsTerminal() {
    return terminal.inIsTerminal();
  }

  @Override
  public boolean outIsTerminal() {
    return terminal.outIsTerminal();
  }

  @Override
  public boolean errIsTerminal() {
    return terminal.errIsTerminal();
  }

  @Override
  public int columns() {
    return terminal.columns();
  }

  @Override
  public int rows() {
    return terminal.rows();
  }

  @Override
  public boolean inIsRaw() {
    return terminal.inIsRaw();
  }

  @Override
  public void suspend() {
    terminal.suspend();
  }

  @Override
  public Interrupts.Registration onResize(Runnable receiver) {
    return terminal.onResize(receiver);
  }

  @Override
  public boolean echo(boolean on) {
    return terminal.echo(on);
  }

  @Override
  public boolean colours() {
    return false;
  }

  @Override
  public boolean unicode() {
    return terminal.unicode();
  }
}
