package waybill.cli;

import java.util.function.BooleanSupplier;

/** Shows nothing. */
final class NoProgress implements ProgressArea {
  @Override
  public void changed() {}

  @Override
  public void above(BooleanSupplier output) {
    boolean _ = output.getAsBoolean();
  }

  @Override
  public void tell(Tone tone, String line) {}

  @Override
  public void leave() {}

  @Override
  public void close() {}
}
