package waybill.dialects.bacalhau.problem;

import static waybill.dialects.bacalhau.problem.JobProblems.deviation;
import static waybill.dialects.bacalhau.problem.JobProblems.error;

import waybill.model.document.Span;
import waybill.model.document.SpecString;
import waybill.model.problem.Problem;
import waybill.model.shape.ShortText;

/** What is said of a task that is not right: the second half of {@link JobProblems}. */
public final class TaskProblems {
  private static final String NETWORK = "invalid network: ";

  private TaskProblems() {}

  // Engines.

  public static Problem workingDirectory(SpecString given) {
    return error(
        "path",
        "invalid docker engine param: 'WorkingDirectory' (\""
            + ShortText.of(given.value())
            + "\") must contain absolute path",
        given.span());
  }

  public static Problem argumentTooLong(int most, Span span) {
    return JobProblems.tooLong("an argument", most, span)
        .withHelp("give it to the program as a file, by an `inline` input");
  }

  public static Problem gpuWithWasm(Span span) {
    return error("combination", "`GPU` is not for wasm, which cannot use it", span);
  }

  public static Problem wasmMemory(long bytes, Span span) {
    long hundredths = bytes / 10_000_000;
    String digits = hundredths % 100 < 10 ? "0" + hundredths % 100 : "" + hundredths % 100;
    return error(
        "quantity",
        "requested memory exceeds the wasm limit - "
            + hundredths / 100
            + "."
            + digits
            + " GB > 4.00 GB",
        span);
  }

  // Variables.

  public static Problem variableName(String name, Span span) {
    return error("variable", "`" + ShortText.of(name) + "` cannot be the name of a variable", span)
        .withHelp("it is letters, digits and `_`, and begins with no digit");
  }

  public static Problem reservedVariable(String name, Span span) {
    return error(
        "variable",
        "environment variable '" + ShortText.of(name) + "' cannot start with BACALHAU_",
        span);
  }

  public static Problem emptyVariable(String name, Span span) {
    return error(
        "variable",
        "environment variable '" + ShortText.of(name) + "' cannot have empty value",
        span);
  }

  public static Problem variableTooLong(String name, int most, Span span) {
    return JobProblems.tooLong("environment variable '" + ShortText.of(name) + "'", most, span);
  }

  public static Problem variableTwice(String name, Span span) {
    return error(
        "variable", "environment variable '" + ShortText.of(name) + "' is given twice", span);
  }

  public static Problem variablesAsList(Span span) {
    return deviation(
        "variables-as-list",
        "`EnvironmentVariables` is a list",
        "it is a mapping of names and values",
        span);
  }

  public static Problem noAssignment(SpecString entry) {
    return error(
        "variable", "`" + ShortText.of(entry.value()) + "` is not NAME=value", entry.span());
  }

  // Networks and ports.

  public static Problem networkType(String word, Span span) {
    return error("network", NETWORK + "unknown type '" + ShortText.of(word) + "'", span)
        .withHelp("it is none, http or full");
  }

  public static Problem olderNetwork(String word, Span span) {
    return deviation(
        "older-name", "network `" + word + "`", "it is none, http or full; read as full", span);
  }

  public static Problem onlyWithNetwork(String key, String type, Span span) {
    return error(
        "combination", NETWORK + "`" + key + "` can only be set for network type " + type, span);
  }

  public static Problem uselessIpv6(Span span) {
    return deviation("useless", "`EnableIPv6` has no effect", "it is for network type http", span);
  }

  public static Problem noDomains(Span span) {
    return error(
        "network",
        "invalid networking configuration, at least one domain is required when HTTP networking is"
            + " enabled",
        span);
  }

  public static Problem domain(String text, Span span) {
    return error("domain", NETWORK + "invalid domain \"" + ShortText.of(text) + "\"", span)
        .withHelp("for example `api.example.com`, `*.example.com`, `10.0.0.0/8`; no port, no path");
  }

  public static Problem nameServer(String text, Span span) {
    return error("network", NETWORK + "invalid DNS server \"" + ShortText.of(text) + "\"", span)
        .withHelp("it is an address, for example `8.8.8.8`");
  }

  public static Problem egressPort(String text, Span span) {
    return error("port", NETWORK + "invalid egress port \"" + ShortText.of(text) + "\"", span)
        .withHelp("it is 1 to 65535, or a range like `8000-8100`");
  }

  public static Problem portsWithoutNetwork(Span span) {
    return error(
            "combination", NETWORK + "ports can only be set for Host or Bridge network modes", span)
        .withHelp("give the task a network of type full");
  }

  public static Problem portsWithWasm(Span span) {
    return error("combination", NETWORK + "ports cannot be set for wasm", span);
  }

  public static Problem portsTwice(Span span, Span other) {
    return error("combination", "there are ports both here and in the task's network", span)
        .withRelated(other, "the others")
        .withHelp("put all of them in one place");
  }

  public static Problem fixedPortAndCount(int port, Span span) {
    return error(
        "combination",
        "static port " + port + " cannot be had by several replicas, and `Count` is above 1",
        span);
  }

  public static Problem portText(SpecString given) {
    return error("port", NETWORK + "`" + ShortText.of(given.value()) + "` is no port", given.span())
        .withHelp("for example \"8080:80\", the port outside and the one inside");
  }

  public static Problem portName(Span span) {
    return error(
        "port",
        NETWORK
            + "port name must be a valid environment variable name: start with letter/underscore and"
            + " contain only letters, numbers, and underscores",
        span);
  }

  public static Problem portNameTooLong(int most, Span span) {
    return error("port", NETWORK + "port name too long (max " + most + " characters)", span);
  }

  public static Problem privilegedPort(int port, int last, Span span) {
    return error(
        "port",
        NETWORK + "static port " + port + " is in privileged port range (1-" + last + ")",
        span);
  }

  public static Problem staticPort(int port, int most, Span span) {
    String text =
        port < 0
            ? "invalid static port " + port
            : "static port " + port + " is above maximum valid port " + most;
    return error("port", NETWORK + text, span);
  }

  public static Problem targetPort(int port, Span span) {
    return error("port", NETWORK + "invalid target port " + port, span);
  }

  public static Problem targetWithHost(Span span) {
    return error("port", NETWORK + "target ports cannot be set for Host network mode", span);
  }

  public static Problem hostNetwork(String text, Span span) {
    return error("port", NETWORK + "invalid host network IP address: " + ShortText.of(text), span);
  }

  /** Two ports that share something, for example {@code static port 8080}. */
  public static Problem portTwice(String what, Span span) {
    return error("port", NETWORK + "duplicate port mapping " + ShortText.of(what), span);
  }

  // Sources and publishers.

  public static Problem exactlyOne(String type, String one, String other, Span span) {
    return error(
        "source", "a source of type " + type + " has `" + one + "` or `" + other + "`", span);
  }

  public static Problem halfOfAKey(Span span) {
    return error("source", "`AccessKeyID` and `SecretAccessKey` belong together", span);
  }

  public static Problem pattern(String why, Span span) {
    return error("pattern", "invalid regex pattern: " + ShortText.of(why), span);
  }

  public static Problem partition(String message, Span span) {
    return error("partition", ShortText.of(message), span);
  }

  public static Problem sourcePath(SpecString given) {
    return JobProblems.notAbsolute("`SourcePath`", given.value(), given.span());
  }

  public static Problem createAs(String word, Span span) {
    return error("source", "invalid CreateAs value " + ShortText.of(word), span)
        .withHelp("it is dir, file or noCreate");
  }

  public static Problem urlScheme(String begin, Span span) {
    return error(
        "url",
        "URLs must begin with 'http' or 'https'. The submitted one began with "
            + ShortText.of(begin),
        span);
  }

  public static Problem url(String text, Span span) {
    return error("url", "`" + ShortText.of(text) + "` is no address", span);
  }

  public static Problem urlFileName(Span span) {
    return error("url", "URL must end with a file name", span);
  }

  public static Problem dataUrl(String why, Span span) {
    return error("url", "the content cannot be read: " + ShortText.of(why), span)
        .withHelp("give `Content`, or a `URL` like `data:;base64,aGVsbG8=`");
  }

  public static Problem encoding(Span span) {
    return error("publisher", "invalid s3 params. encoding must be either 'plain' or 'gzip'", span);
  }

  public static Problem managed(Span span) {
    return deviation("publisher", "publisher `s3managed`", "it is ipfs, s3, local or noop", span);
  }

  // Results.

  public static Problem resultName(String name, Span span) {
    return error("result", "`" + ShortText.of(name) + "` cannot be the name of a result", span)
        .withHelp("it becomes the name of a file");
  }

  public static Problem oddResultName(String name, String read, Span span) {
    return deviation(
        "result",
        "the result's name `" + ShortText.of(name) + "`",
        "it becomes the name of a file; read as " + ShortText.of(read),
        span);
  }

  public static Problem ending(String path, String ending, Span span) {
    return deviation(
        "result",
        "`" + ShortText.of(path) + "` does not end in `" + ending + "`",
        "some formats require specific file extensions",
        span);
  }

  public static Problem uselessLevel(Span span) {
    return deviation(
        "useless", "`CompressionLevel` has no effect", "it is for gzip and zstd", span);
  }
}
