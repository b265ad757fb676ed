package waybill.engine.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import waybill.engine.TaskTerminal;

/** A terminal that remembers what was done to it. */
public final class FakeTerminal implements TaskTerminal {
  private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
  private final List<String> events = new ArrayList<>();

  @Override
  public synchronized void type(byte[] bytes, int offset, int length) {
    typed.write(bytes, offset, length);
    notifyAll();
  }

  @Override
  public synchronized void resize(int columns, int rows) {
    events.add(columns + "x" + rows);
    notifyAll();
  }

  @Override
  public synchronized void passKeysOn(boolean on) {
    events.add(on ? "raw" : "cooked");
    notifyAll();
  }

  /** All that was typed. */
  public synchronized String typed() {
    return typed.toString(StandardCharsets.UTF_8);
  }

  /** Sizes and modes, in order: {@code 80x24}, {@code raw}, {@code cooked}. */
  public synchronized List<String> events() {
    return List.copyOf(events);
  }

  /** Waits until so many sizes and modes were set. */
  public synchronized void awaitEvents(int count) throws InterruptedException {
    while (events.size() < count) {
      wait();
    }
  }

  /** Waits until that was typed at the end. */
  public synchronized void awaitTyped(String end) throws InterruptedException {
    while (!typed().endsWith(end)) {
      wait();
    }
  }
}
