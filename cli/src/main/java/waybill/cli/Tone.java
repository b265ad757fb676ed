package waybill.cli;

/** What a piece of text says by its colour; never only by it. */
public enum Tone {
  PLAIN(""),
  STRONG("\u001b[1m"),
  BAD("\u001b[1;31m"),
  WARNING("\u001b[1;33m"),
  GOOD("\u001b[32m"),
  PLACE("\u001b[34m"),
  DIM("\u001b[2m");

  private static final String RESET = "\u001b[0m";

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /** The text, in this tone's colour where there are colours. Must be safe already. */
  public String of(String text, boolean colours) {
    return colours && this != PLAIN && !text.isEmpty() ? code + text + RESET : text;
  }
}
