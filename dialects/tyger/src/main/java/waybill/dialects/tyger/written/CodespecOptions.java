package waybill.dialects.tyger.written;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.spec.Resources;

/**
 * What the command line says of a codespec; it is stronger than a file.
 *
 * @param words what stands after {@code --}
 * @param command whether those are the command and not its arguments
 */
public record CodespecOptions(
    Optional<String> name,
    Optional<String> kind,
    Optional<String> image,
    List<String> inputs,
    List<String> outputs,
    Map<String, String> env,
    Optional<String> identity,
    Resources resources,
    OptionalInt maxReplicas,
    Map<String, Integer> endpoints,
    List<String> words,
    boolean command) {

  /**
   * The file with these options: lists, variables and endpoints are replaced as a whole, resources
   * one by one.
   */
  public WrittenCodespec over(WrittenCodespec file) {
    boolean asCommand = command && !words.isEmpty();
    boolean asArgs = !command && !words.isEmpty();
    return new WrittenCodespec(
        name.or(file::name),
        kind.or(file::kind),
        image.or(file::image),
        asCommand ? words : file.command(),
        asArgs ? words : file.args(),
        file.workingDir(),
        env.isEmpty() ? file.env() : env,
        identity.or(file::identity),
        over(file.resources()),
        maxReplicas.isPresent() ? maxReplicas : file.maxReplicas(),
        inputs.isEmpty() ? file.inputs() : inputs,
        outputs.isEmpty() ? file.outputs() : outputs,
        file.sockets(),
        endpoints.isEmpty() ? file.endpoints() : endpoints);
  }

  private Resources over(Resources file) {
    return new Resources(
        over(resources.requests(), file.requests()),
        over(resources.limits(), file.limits()),
        over(resources.gpu(), file.gpu()),
        over(resources.shm(), file.shm()));
  }

  private static Resources.Amounts over(Resources.Amounts option, Resources.Amounts file) {
    return new Resources.Amounts(
        over(option.cpu(), file.cpu()), over(option.memory(), file.memory()));
  }

  private static Optional<Quantity> over(Optional<Quantity> option, Optional<Quantity> file) {
    return option.isPresent() ? option : file;
  }
}
