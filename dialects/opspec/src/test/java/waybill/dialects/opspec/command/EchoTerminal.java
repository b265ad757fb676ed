package waybill.dialects.opspec.command;

import java.util.ArrayList;
import java.util.List;
import waybill.cli.Terminal;

/** Remembers when it was told to show what is typed. */
final class EchoTerminal implements Terminal {
  final List<Boolean> calls = new ArrayList<>();
  private final Terminal screen;

  EchoTerminal(Terminal screen) {
    this.screen = screen;
  }

  @Override
  public boolean echo(boolean on) {
    calls.add(on);
    return true;
  }

  @Override
  public boolean inIsTerminal() {
    return screen.inIsTerminal();
  }

  @Override
  public boolean outIsTerminal() {
    return screen.outIsTerminal();
  }

  @Override
  public boolean errIsTerminal() {
    return screen.errIsTerminal();
  }

  @Override
  public int columns() {
    return screen.columns();
  }

  @Override
  public int rows() {
    return screen.rows();
  }

  @Override
  public boolean colours() {
    return screen.colours();
  }

  @Override
  public boolean unicode() {
    return screen.unicode();
  }
}
