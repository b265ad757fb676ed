package waybill.dialects.opspec.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.opspec.written.WrittenOp;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.problem.NearestNames;

/** The values of inputs on a command line, {@code NAME=VALUE} each. */
final class GivenArguments {
  private GivenArguments() {}

  /**
   * By name; of one that is given twice, the last.
   *
   * @throws waybill.model.failure.FailureException for one without {@code =}, and for one that the
   *     op does not have: who writes it means something by it
   */
  static Map<String, String> of(List<String> written, WrittenOp op) {
    var names = new ArrayList<String>();
    for (WrittenParameter input : op.inputs()) {
      names.add(input.name());
    }
    var given = new LinkedHashMap<String, String>();
    for (String argument : written) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw Failure.of(FailureCode.COMMAND_LINE, "`-a " + argument + "` has no value")
            .withHelp("write `-a NAME=VALUE`")
            .asException();
      }
      String name = argument.substring(0, equals);
      if (!names.contains(name)) {
        throw unknown(name, names, op).asException();
      }
      given.put(name, argument.substring(equals + 1));
    }
    return given;
  }

  private static Failure unknown(String name, List<String> names, WrittenOp op) {
    Failure failure =
        Failure.of(
            FailureCode.COMMAND_LINE, "the op `" + op.name() + "` has no input `" + name + "`");
    Optional<String> nearest = NearestNames.help(name, names);
    if (nearest.isPresent()) {
      return failure.withHelp(nearest.get());
    }
    return failure.withHelp(
        names.isEmpty() ? "it has no inputs at all" : "it has " + String.join(", ", names));
  }
}
