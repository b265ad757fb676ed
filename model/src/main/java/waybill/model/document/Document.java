package waybill.model.document;

/**
 * A spec as it was written: its text and the tree of its values. Immutable.
 *
 * @param source the text and its name
 * @param root the one value of the document
 */
public record Document(Source source, SpecValue root) {

  /** A document that begins where its file begins. */
  public Document(String name, String text, SpecValue root) {
    this(new Source(name, text), root);
  }

  /** The name for people. */
  public String name() {
    return source.name();
  }

  /** The text of this document alone, also where it stood in a stream of many. */
  public String text() {
    return source.text();
  }
}
