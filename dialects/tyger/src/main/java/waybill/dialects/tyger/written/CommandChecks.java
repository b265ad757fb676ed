package waybill.dialects.tyger.written;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.problem.CommandLineError;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Quantity;

/**
 * What the command finds out before it asks the server. All of it fails with {@link
 * CommandLineError}.
 */
public final class CommandChecks {
  private CommandChecks() {}

  /**
   * The name of a codespec on the command line, if one has to be there.
   *
   * @param names words that are no options, before {@code --} if that is there
   * @param dashes whether {@code --} is there
   * @param file whether a file is given, which may have the name
   */
  public static Optional<String> name(List<String> names, boolean dashes, boolean file) {
    if (names.size() > 1) {
      List<String> more = names.subList(1, names.size());
      throw new CommandLineError(
          dashes ? CommandTexts.positionalBefore(more) : CommandTexts.positional(more));
    }
    if (names.isEmpty() && !file) {
      throw new CommandLineError(CommandTexts.NO_NAME);
    }
    return names.stream().findFirst();
  }

  /** The codespec of file and options together, before it is sent: with its kind. */
  public static WrittenCodespec codespec(WrittenCodespec given) {
    WrittenCodespec codespec = given.orOfKind(Kind.JOB);
    String name = codespec.name().orElse("");
    if (name.isEmpty()) {
      throw new CommandLineError(CommandTexts.NO_NAME_IN_FILE);
    }
    if (!CodespecRef.isName(name)) {
      throw new CommandLineError(CommandTexts.BAD_NAME);
    }
    Optional<Kind> kind = codespec.kind().flatMap(CodespecRules::kind);
    if (kind.isEmpty()) {
      throw new CommandLineError(CommandTexts.BAD_KIND);
    }
    boolean buffers = !codespec.inputs().isEmpty() || !codespec.outputs().isEmpty();
    if (kind.get() == Kind.JOB && !codespec.endpoints().isEmpty()) {
      throw new CommandLineError(CommandTexts.JOB_WITH_ENDPOINTS);
    }
    if (kind.get() == Kind.WORKER && buffers) {
      throw new CommandLineError(CommandTexts.WORKER_WITH_BUFFERS);
    }
    return codespec;
  }

  /** Of {@code --max-replicas}. */
  public static int maxReplicas(String given) {
    try {
      return Integer.parseInt(given);
    } catch (NumberFormatException noNumber) {
      throw new CommandLineError(CommandTexts.badMaxReplicas(given));
    }
  }

  /**
   * Of an option that takes a quantity.
   *
   * @param what for example {@code cpu request}
   */
  public static Quantity quantity(String what, String given) {
    return Quantity.of(given)
        .orElseThrow(() -> new CommandLineError(CommandTexts.badQuantity(what, given)));
  }

  /** Values of an option that may be repeated, and may have several in one, with commas. */
  public static List<String> values(List<String> given) {
    List<String> values = new ArrayList<>();
    for (String each : given) {
      values.addAll(List.of(each.split(",", -1)));
    }
    return values;
  }

  /** Of an option with {@code KEY=VALUE}, which may be repeated or have commas. */
  public static Map<String, String> pairs(String flag, List<String> given) {
    return uncut(flag, values(given));
  }

  /** Of {@code --env}: a comma belongs to the value, always. */
  public static Map<String, String> env(List<String> given) {
    return uncut("-e, --env", given);
  }

  private static Map<String, String> uncut(String flag, List<String> given) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : given) {
      int equal = pair.indexOf('=');
      if (equal < 0) {
        throw new CommandLineError(CommandTexts.badPair(flag, pair));
      }
      pairs.put(pair.substring(0, equal), pair.substring(equal + 1));
    }
    return pairs;
  }

  /** Of {@code --endpoint}. */
  public static Map<String, Integer> endpoints(List<String> given) {
    Map<String, Integer> endpoints = new LinkedHashMap<>();
    pairs("--endpoint", given).forEach((name, port) -> endpoints.put(name, port(port)));
    return endpoints;
  }

  private static int port(String given) {
    boolean digits = !given.isEmpty() && given.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = digits && given.length() <= 5 ? Integer.parseInt(given) : 0;
    if (port < 1 || port > CodespecRules.MAX_PORT) {
      throw new CommandLineError(CommandTexts.badPort(given));
    }
    return port;
  }
}
