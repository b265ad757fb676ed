package waybill.dialects.opspec.parameter;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.opspec.reference.Scratch;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenParameter;

/** Gives inputs and outputs their values. For any number of threads. */
public interface Parameters {

  /**
   * Coerces what was given to the declared types, applies defaults, checks constraints, in that
   * order.
   *
   * @param given by name; names that are not declared are the caller's business and ignored here
   * @param opFolder of the op that declares them
   * @param callersDirectory where relative defaults begin; empty when an op calls, and then a
   *     relative default is as good as none
   * @throws ParametersException with everything that is wrong, in the order of declaration
   */
  SequencedMap<String, Value> bind(
      List<WrittenParameter> declared,
      Map<String, Value> given,
      Path opFolder,
      Optional<Path> callersDirectory,
      Scratch scratch);
}
