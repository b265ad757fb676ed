package waybill.dialects.tyger.written;

import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunRequest;


/** Runs as JSON of the API and of the store. */
public final class RunJson {
  private RunJson() {}

  /** All of it, in the order of fields that the tool shows. */
  public static String write(Run run) {
    throw new UnsupportedOperationException();
  }

  /** Only what {@code watch} shows. */
  public static String writeBrief(Run run) {
    throw new UnsupportedOperationException();
  }

  /** The body of a request. */
  public static String write(WrittenRun run) {
    throw new UnsupportedOperationException();
  }

  /** The body of a request, with inline codespecs checked; fails with {@link waybill.dialects.tyger.problem.Refusal}. */
  public static RunRequest read(byte[] body) {
    throw new UnsupportedOperationException();
  }

  /** What {@link #write(Run)} wrote. */
  public static Run readStored(String json) {
    throw new UnsupportedOperationException();
  }
}
