package waybill.dialects.maelstrom.written;

import java.util.List;
import waybill.model.document.Span;

/** A job as it was read; what it builds on may still have to be gathered. */
public interface Job {

  /** The version of the language in which it is written. */
  SpecVersion version();

  /** Of the whole object. */
  Span span();

  /**
   * All of it.
   *
   * @throws waybill.model.failure.FailureException when what it builds on is not there; nothing is
   *     wrong with the stream then
   */
  WrittenJob whole();

  /** The same job running something else, as the command line may ask for. */
  Job withProgram(String program, List<String> arguments);
}
