package waybill.dialects.opspec.command;

import java.nio.file.Path;
import java.util.Map;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenOp;

/** Begins runs of ops. For any number of threads. */
public interface OpRunner {

  /**
   * Remembers a new run in the journal and begins it on a thread of its own; it can be cancelled
   * from now on, and its end will be in the journal.
   *
   * @return its number
   */
  long start(Order order);

  /**
   * What to run.
   *
   * @param ref as people wrote it
   * @param folder of the op, absolute
   * @param arguments of declared inputs, checked; the others get their defaults
   * @param directory of the caller, absolute
   */
  record Order(
      String ref, Path folder, WrittenOp op, Map<String, Value> arguments, Path directory) {}
}
