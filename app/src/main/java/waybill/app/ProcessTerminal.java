package waybill.app;

import waybill.cli.Terminal;

/** stand-in until cli brings SystemTerminal. */
record ProcessTerminal() implements Terminal {
  @Override
  public boolean inIsTerminal() {
    return false;
  }

  @Override
  public boolean outIsTerminal() {
    return false;
  }

  @Override
  public boolean errIsTerminal() {
    return false;
  }

  @Override
  public int columns() {
    return 80;
  }

  @Override
  public int rows() {
    return 24;
  }

  @Override
  public boolean colours() {
    return false;
  }

  @Override
  public boolean unicode() {
    return false;
  }
}
