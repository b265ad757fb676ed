package waybill.dialects.maelstrom.written;

import java.util.List;
import waybill.images.layer.LayerSource;
import waybill.model.document.Span;

/** One layer of files. Paths are relative to the project's folder. */
public sealed interface WrittenLayer {
  Span span();

  /** What a command leaves behind; the older program reads it and cannot do it. */
  record Command(String program, List<String> arguments, Span span) implements WrittenLayer {
    public Command {
      arguments = List.copyOf(arguments);
    }
  }

  /** Made of files or archives, or of nothing; what was written is what the builder takes. */
  record Files(LayerSource source, Span span) implements WrittenLayer {}
}
