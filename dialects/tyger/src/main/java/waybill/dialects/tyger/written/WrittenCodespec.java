package waybill.dialects.tyger.written;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.SocketSpec;


/**
 * A codespec as written, nothing checked between its fields and nothing filled in; what was empty
 * is absent. Options of the command line are laid over one.
 */
public record WrittenCodespec(
    Optional<String> name,
    Optional<String> kind,
    Optional<String> image,
    List<String> command,
    List<String> args,
    Optional<String> workingDir,
    Map<String, String> env,
    Optional<String> identity,
    Resources resources,
    OptionalInt maxReplicas,
    List<String> inputs,
    List<String> outputs,
    List<SocketSpec> sockets,
    Map<String, Integer> endpoints) {}
