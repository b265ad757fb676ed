package waybill.dialects.maelstrom.terminal;

/**
 * Tells keys for the job from commands for us, which begin with the escape character: it and Ctrl-C
 * interrupt us, it and Ctrl-Z suspend us, it twice is it once for the job. With anything else
 * behind it, both are for the job. For one thread.
 */
final class KeyFilter {
  private static final byte CONTROL_C = 3;
  private static final byte CONTROL_Z = 26;

  private final byte[] escape;
  private final Keys keys;
  private boolean pending;

  /** What comes of the keys. */
  interface Keys {
    void type(byte[] bytes, int offset, int length);

    void interrupt();

    void suspend();
  }

  /**
   * @param escape the escape character, in ASCII
   */
  KeyFilter(char escape, Keys keys) {
    this.escape = new byte[] {(byte) escape};
    this.keys = keys;
  }

  /** Whether the last key was the escape character, and what it means is not known yet. */
  boolean isPending() {
    return pending;
  }

  /** Nothing came behind the escape character for so long that it is a key like any other. */
  void expire() {
    if (pending) {
      pending = false;
      keys.type(escape, 0, 1);
    }
  }

  /** Takes keys in the order in which they were pressed. */
  void take(byte[] bytes) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (pending) {
        pending = false;
        start = command(bytes, i);
      } else if (bytes[i] == escape[0]) {
        type(bytes, start, i);
        pending = true;
        start = i + 1;
      }
    }
    type(bytes, start, bytes.length);
  }

  /** Does what stands behind the escape character; says where the keys begin that are left. */
  private int command(byte[] bytes, int at) {
    if (bytes[at] == CONTROL_C) {
      keys.interrupt();
    } else if (bytes[at] == CONTROL_Z) {
      keys.suspend();
    } else {
      keys.type(escape, 0, 1);
      return bytes[at] == escape[0] ? at + 1 : at;
    }
    return at + 1;
  }

  private void type(byte[] bytes, int from, int to) {
    if (to > from) {
      keys.type(bytes, from, to - from);
    }
  }
}
