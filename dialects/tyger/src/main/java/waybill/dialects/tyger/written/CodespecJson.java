package waybill.dialects.tyger.written;

import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.StoredCodespec;


/** Codespecs as JSON of the API and of the store. */
public final class CodespecJson {
  private CodespecJson() {}

  /** In the order of fields that the tool shows; absent ones are left out. */
  public static String write(StoredCodespec codespec) {
    throw new UnsupportedOperationException();
  }

  /** The body of a request. */
  public static String write(WrittenCodespec codespec) {
    throw new UnsupportedOperationException();
  }

  /** The body of a request: normalised, checked; fails with {@link waybill.dialects.tyger.problem.Refusal}. */
  public static WrittenCodespec read(byte[] body) {
    throw new UnsupportedOperationException();
  }

  /** All rules between fields, as the server words them; fails with {@link waybill.dialects.tyger.problem.Refusal}. */
  public static Codespec checked(WrittenCodespec codespec) {
    throw new UnsupportedOperationException();
  }

  /** What {@link #write(StoredCodespec)} wrote. */
  public static StoredCodespec readStored(String json) {
    throw new UnsupportedOperationException();
  }
}
