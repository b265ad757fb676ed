package waybill.dialects.opspec.source;

import waybill.dialects.opspec.written.WrittenOp;
import waybill.model.document.Source;

/** Understands the text of an op.yml. For any number of threads. */
@FunctionalInterface
public interface OpParser {

  /**
   * What is written there.
   *
   * @throws RuntimeException when it is no op, with everything that is wrong in its message
   */
  WrittenOp parse(Source source);
}
