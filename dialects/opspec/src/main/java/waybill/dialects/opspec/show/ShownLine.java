package waybill.dialects.opspec.show;

/** One line of the log of a run. */
sealed interface ShownLine {

  /** Whose line it is, of any text; empty for nobody's. */
  String prefix();

  /** Whether it belongs to our remarks and not to the answers. */
  boolean remark();

  /** Of a change of state; any text, one line. */
  record Change(String prefix, boolean remark, String text) implements ShownLine {}

  /** Of a failure, where it happened. */
  record Trouble(String prefix, String text) implements ShownLine {
    @Override
    public boolean remark() {
      return true;
    }
  }

  /** What a program wrote, without the line's end, in any encoding. */
  final class Output implements ShownLine {
    private final String prefix;
    private final boolean remark;
    private final byte[] line;

    /**
     * A line.
     *
     * @param line not to be changed any more
     */
    Output(String prefix, boolean remark, byte[] line) {
      this.prefix = prefix;
      this.remark = remark;
      this.line = line;
    }

    @Override
    public String prefix() {
      return prefix;
    }

    @Override
    public boolean remark() {
      return remark;
    }

    /** Not to be changed. */
    byte[] line() {
      return line;
    }
  }
}
