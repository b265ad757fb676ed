package waybill.dialects.bacalhau.problem;

import java.util.Locale;
import java.util.Optional;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.shape.ShortText;

/**
 * What is said of a job that is not right: every text that other programs look for, in one place.
 * Something is an error, or a deviation: its meaning is clear, but the specification says
 * otherwise, so its author is warned, or refused who wants to be strict.
 */
public final class JobProblems {
  private JobProblems() {}

  public static Problem error(String code, String message, Span span) {
    return Problem.error("bacalhau/" + code, message, span);
  }

  /**
   * What is accepted with a warning.
   *
   * @param rule what the specification says
   */
  public static Problem deviation(String code, String message, String rule, Span span) {
    return Problem.warning("bacalhau/" + code, message + ": " + rule, span);
  }

  /** Texts for what is missing, by what it is missing from and its name. */
  static Optional<String> missingText(String what) {
    return Optional.ofNullable(
        switch (what) {
          case "a job Tasks" -> "missing job tasks";
          case "a task Engine" -> "invalid engine: it is missing";
          case "an engine Type" -> "invalid engine: missing spec type";
          case "parameters of docker Image" ->
              "invalid docker engine param: 'Image' cannot be empty";
          case "parameters of wasm EntryModule" ->
              "invalid wasm engine entry module. target path cannot be empty";
          case "parameters of wasm EntryPoint" ->
              "invalid wasm engine param: 'EntryPoint' cannot be empty";
          case "an input Target" -> "invalid input sources: input source is missing a target";
          case "an input Source" -> "invalid input sources: input source is missing its source";
          case "a result path Name" -> "invalid output: missing name";
          case "a result path Path" -> "invalid output: missing path";
          case "parameters of ipfs CID" -> "invalid ipfs params. cid cannot be empty";
          case "parameters of s3 Bucket" -> "invalid s3 storage params: bucket cannot be empty";
          case "parameters of publisher s3 Bucket" -> "invalid s3 params. bucket cannot be empty";
          case "parameters of publisher s3 Key" -> "invalid s3 params. key cannot be empty";
          case "parameters of urlDownload URL" -> "invalid url storage params: url cannot be empty";
          case "a constraint Key" -> "selector key cannot be blank";
          case "a port Name" -> "port mapping name is required";
          default -> null; // said in general words
        });
  }

  /** Whether the store gives jobs that field, and no author. */
  static boolean isOfTheStore(String key) {
    return switch (key.toLowerCase(Locale.ROOT)) {
      case "id", "state", "version", "revision", "createtime", "modifytime" -> true;
      default -> false; // the author's, or nobody's
    };
  }

  static Problem wordForNumber(String where, Span span) {
    return error(
            "wrong-type",
            "field: '" + where + "' in 'job' is invalid type: 'string' expected: 'int'",
            span)
        .withHelp("write a whole number, without quotes");
  }

  public static Problem noContent(Span span) {
    return error("no-content", "the job provided is invalid: no content provided", span);
  }

  public static Problem tooLarge(int most) {
    return error(
        "too-large",
        "the job is longer than " + (most >> 20) + " Mi characters",
        new Span(1, 1, 1, 1, 0, 0));
  }

  public static Problem olderForm(String key, Span span) {
    return error(
            "older-form",
            "this is the form that jobs had before Bacalhau 1.1 (`" + ShortText.of(key) + "`)",
            span)
        .withHelp("today a job has `Name`, `Type`, `Count` and `Tasks`, each with an `Engine`");
  }

  public static Problem comments(Span span) {
    return deviation("comments", "the file has `//` comments", "JSON has no comments", span);
  }

  public static Problem repeatedKey(SpecObject.Member second, Span first) {
    return error(
            "duplicate-key",
            "the key `" + ShortText.of(second.key()) + "` is written twice",
            second.keySpan())
        .withRelated(first, "first here")
        .withHelp("leave one of them out; keys are the same in whatever case");
  }

  public static Problem notQuoted(SpecScalar scalar) {
    String text = ShortText.of(scalar.written());
    return deviation(
            "not-quoted", "`" + text + "` is not in quotes", "this is a text", scalar.span())
        .withHelp("write \"" + text + "\"");
  }

  public static Problem quotedFlag(SpecString text) {
    return deviation(
        "quoted", "`" + text.value() + "` is in quotes", "this is true or false", text.span());
  }

  public static Problem notWhole(String name, SpecValue value) {
    String text = value instanceof SpecScalar scalar ? ShortText.of(scalar.written()) : "";
    return error(
        "bad-value", "`" + name + "` must be a whole number, not `" + text + "`", value.span());
  }

  public static Problem emptyRemains(SpecObject.Member member) {
    return deviation(
        "empty",
        "`" + ShortText.of(member.key()) + "` is empty",
        "what is not wanted is left out",
        member.keySpan());
  }

  public static Problem localDirectory(SpecString word) {
    return deviation(
        "older-name",
        "`" + word.value() + "` is an older name",
        "the source's type is `local`",
        word.span());
  }

  public static Problem nul(Span span) {
    return error("nul", "the text holds a NUL character, which no program can be given", span);
  }

  public static Problem tooLong(String what, int most, Span span) {
    return error("too-long", what + " is longer than " + most + " bytes", span);
  }

  // Names.

  public static Problem oddName(String name, Span span) {
    return deviation(
        "name",
        "`" + ShortText.of(name) + "` is no proper name",
        "names are made of letters, digits, `-` and `_`",
        span);
  }

  public static Problem badName(String name, String why, Span span) {
    return error("name", "`" + ShortText.of(name) + "` cannot be a name: " + why, span);
  }

  public static Problem badNamespace(String name, Span span) {
    return error("namespace", "`" + ShortText.of(name) + "` is no name of a namespace", span)
        .withHelp("it is a DNS label: at most 63 letters a-z, digits and `-`, which stands inside");
  }

  public static Problem upperNamespace(String name, Span span) {
    return deviation(
        "namespace", "`" + name + "` has capital letters", "a namespace is a DNS label", span);
  }

  // The job.

  public static Problem jobType(String word, Span span) {
    return error("job-type", "invalid job type: \"" + ShortText.of(word) + "\"", span)
        .withHelp("it is batch, service, daemon or ops");
  }

  public static Problem count(long count, Span span) {
    return error("count", "job count must be 1 or more, not " + count, span);
  }

  public static Problem countTooLarge(int most, Span span) {
    return error("count", "job count must be " + most + " or less", span);
  }

  public static Problem onlyOne(String type, Span span) {
    return error(
        "count", type + " jobs cannot specify count > 1 as they run on all matching nodes", span);
  }

  public static Problem noTasks(Span span) {
    return error("missing-key", "missing job tasks", span);
  }

  public static Problem priority(long priority, Span span) {
    return deviation("priority", "priority " + priority, "it is 0 to 100", span);
  }

  public static Problem reserved(String key, Span span) {
    return deviation(
        "reserved",
        "the meta key `" + ShortText.of(key) + "` is reserved and will be ignored",
        "keys that begin with `bacalhau.org/` are not for jobs",
        span);
  }

  /** Something that jobs of this type do not have. */
  public static Problem notOfType(String key, String type, String types, Span span) {
    return error(
        "combination",
        "`" + key + "` is only for " + types + " jobs, and this is a " + type + " job",
        span);
  }

  public static Problem range(String key, String range, long value, Span span) {
    return error("range", "`" + key + "` must be " + range + ", not " + value, span);
  }

  public static Problem sameTask(String name, Span span) {
    return error("duplicate", "task with name '" + ShortText.of(name) + "' already exists", span);
  }

  public static Problem selector(String message, Span span) {
    return error("constraint", message, span);
  }

  // Resources and timeouts.

  public static Problem quantity(String name, String text, String why, Span span) {
    return error("quantity", "invalid " + name + " value: " + ShortText.of(text), span)
        .withHelp(why);
  }

  public static Problem oddQuantity(String name, String text, String rule, Span span) {
    return deviation("quantity", name + " `" + ShortText.of(text) + "`", rule, span);
  }

  public static Problem timeout(String name, long seconds, Span span) {
    return error(
        "timeout", "invalid timeouts: invalid " + name + " timeout value: " + seconds + "s", span);
  }

  public static Problem timeoutSum(long execution, long queue, long total, Span span) {
    return error(
        "timeout",
        "execution timeout "
            + execution
            + "s and queue timeout "
            + queue
            + "s should be less than total timeout "
            + total
            + "s",
        span);
  }

  public static Problem timeoutsIgnored(String type, Span span) {
    return deviation(
        "timeouts-ignored",
        "timeouts are ignored",
        "a " + type + " job runs until it is stopped",
        span);
  }

  // Inputs and results.

  public static Problem notAbsolute(String what, String path, Span span) {
    return error("path", what + " `" + ShortText.of(path) + "` must be absolute", span);
  }

  public static Problem badPath(String path, Span span) {
    return error(
        "path", "`" + ShortText.of(path) + "` is no path of its own: it is `/` or has `..`", span);
  }

  public static Problem sameAlias(String alias, Span span) {
    return error(
        "duplicate", "input source with alias '" + ShortText.of(alias) + "' already exists", span);
  }

  public static Problem sameTarget(String target, Span span) {
    return error(
        "duplicate",
        "input source with target '" + ShortText.of(target) + "' already exists",
        span);
  }

  public static Problem nested(String what, String inner, String outer, Span span, Span other) {
    return error(
            "nested",
            what
                + " `"
                + ShortText.of(inner)
                + "` lies in the input at `"
                + ShortText.of(outer)
                + "`",
            span)
        .withRelated(other, "the other one");
  }

  public static Problem sameResultName(String name, Span span) {
    return error(
        "duplicate", "result path with name '" + ShortText.of(name) + "' already exists", span);
  }

  public static Problem sameResultPath(String path, Span span) {
    return error("duplicate", "result path '" + ShortText.of(path) + "' already exists", span);
  }
}
