package waybill.dialects.opspec.call;

import java.nio.file.Path;
import java.util.Map;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.value.Value;

/**
 * What is to be run.
 *
 * @param ref of the op as people wrote it
 * @param op read already
 * @param arguments of declared inputs; the others get their defaults
 * @param directory of the caller, absolute; where relative defaults begin
 */
public record OpOrder(String ref, LoadedOp op, Map<String, Value> arguments, Path directory) {
  public OpOrder {
    arguments = Map.copyOf(arguments);
  }
}
