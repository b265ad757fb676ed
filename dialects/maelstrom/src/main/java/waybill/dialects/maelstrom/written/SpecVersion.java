package waybill.dialects.maelstrom.written;

/** The versions of the language that are read. */
public enum SpecVersion {
  /** 0.10, whose mistakes have places, and whose jobs end the run when they cannot be prepared. */
  ORIGINAL("0.10"),
  /** What came after 0.14: containers and parents; jobs fail one by one. */
  NEWER("newer");

  private final String word;

  SpecVersion(String word) {
    this.word = word;
  }

  /** As one chooses it. */
  public String word() {
    return word;
  }
}
