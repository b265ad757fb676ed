package waybill.dialects.maelstrom.written;

import waybill.images.layer.LayerSource;
import waybill.model.document.Span;

/** One layer of files. Paths are relative to the project's folder. */
public sealed interface WrittenLayer {
  Span span();

  /** An archive. */
  record Tar(String path, Span span) implements WrittenLayer {}

  /** Made of files of the project, or of nothing; what was written is what the builder takes. */
  record Files(LayerSource source, Span span) implements WrittenLayer {}
}
