package waybill.dialects.opspec.reference;

import java.nio.file.Path;
import waybill.dialects.opspec.coercion.TestFiles;

/** A scratch below a folder of a test. */
public final class TestScratch extends TestFiles implements Scratch {
  public TestScratch(Path folder) {
    super(folder);
  }
}
