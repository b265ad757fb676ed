package waybill.dialects.opspec.source;

import java.nio.file.Path;
import waybill.dialects.opspec.written.WrittenOp;
import waybill.model.document.Span;

/**
 * An op and where it is.
 *
 * @param folder absolute; holds the op.yml
 */
public record LoadedOp(Path folder, WrittenOp op) {

  /** A place in its op.yml for people: file, line and column. */
  public String place(Span span) {
    return op.source().name() + ':' + span.startLine() + ':' + span.startColumn();
  }
}
