package waybill.dialects.tyger.written;

import java.io.InputStream;


/**
 * Reads files of codespecs and runs, strictly as the tool does: keys in any case, unknown and
 * repeated keys refused, numbers and booleans taken where text is wanted.
 *
 * <p>Fails with {@link waybill.model.problem.ProblemsException}.
 */
public final class SpecFiles {
  private SpecFiles() {}

  public static WrittenCodespec codespec(String name, InputStream in) {
    throw new UnsupportedOperationException();
  }

  public static WrittenRun run(String name, InputStream in) {
    throw new UnsupportedOperationException();
  }
}
