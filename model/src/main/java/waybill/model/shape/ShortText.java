package waybill.model.shape;

/** Texts of a document as they are told. */
public final class ShortText {
  private static final int SHORT = 60;

  private ShortText() {}

  /** In one line, cut where it is long. */
  public static String of(String text) {
    String line = text.replace('\n', ' ').replace('\r', ' ');
    if (line.length() <= SHORT) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(SHORT - 2)) ? SHORT - 2 : SHORT - 1;
    return line.substring(0, end) + "…";
  }
}
