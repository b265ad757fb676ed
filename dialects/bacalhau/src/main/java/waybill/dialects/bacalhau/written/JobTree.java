package waybill.dialects.bacalhau.written;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.bacalhau.spec.Amounts;
import waybill.dialects.bacalhau.spec.Constraint;
import waybill.dialects.bacalhau.spec.ErrorHandling;
import waybill.dialects.bacalhau.spec.InputSource;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.Publisher;
import waybill.dialects.bacalhau.spec.RestartPolicy;
import waybill.dialects.bacalhau.spec.ResultPath;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.dialects.bacalhau.spec.Timeouts;

/**
 * A job as a tree of maps, lists, texts, whole numbers and booleans: everything in the
 * specification's own words, with every default. Reading such a tree gives the same job.
 */
final class JobTree {
  private static final String MASK = "***";

  private final boolean masks;

  /**
   * @param masks whether secrets are stars
   */
  JobTree(boolean masks) {
    this.masks = masks;
  }

  SequencedMap<String, Object> of(JobSpec job) {
    SequencedMap<String, Object> tree = new LinkedHashMap<>();
    tree.put("Name", job.name());
    tree.put("Namespace", job.namespace());
    tree.put("Type", job.kind().word());
    tree.put("Priority", (long) job.priority());
    tree.put("Count", (long) job.kind().count());
    kind(tree, job.kind());
    tree.put("Constraints", job.constraints().stream().map(JobTree::constraint).toList());
    tree.put("Meta", new LinkedHashMap<>(job.meta()));
    tree.put("Labels", new LinkedHashMap<>(job.labels()));
    tree.put("Tasks", job.tasks().stream().map(this::task).toList());
    return tree;
  }

  private static void kind(SequencedMap<String, Object> tree, Kind kind) {
    switch (kind) {
      case Kind.Batch batch -> {
        boolean parallel = batch.plan() == Kind.ExecutionPlan.PARALLEL;
        tree.put("ExecutionPlan", parallel ? "parallel" : "sequential");
        batch.errorHandling().ifPresent(errors -> tree.put("ErrorHandling", errors(errors)));
      }
      case Kind.Ops ops ->
          ops.errorHandling().ifPresent(errors -> tree.put("ErrorHandling", errors(errors)));
      case Kind.Service service -> {
        tree.put(
            "UpdateStrategy",
            ordered("Type", "rolling", "MaxUnavailable", (long) service.maxUnavailable()));
        tree.put("RestartPolicy", restarts(service.restartPolicy()));
      }
      case Kind.Daemon daemon -> tree.put("RestartPolicy", restarts(daemon.restartPolicy()));
    }
  }

  private static Map<String, Object> errors(ErrorHandling errors) {
    boolean retry = errors.onFailure() == ErrorHandling.OnFailure.RETRY;
    boolean constant = errors.backoff() == ErrorHandling.Backoff.CONSTANT;
    return ordered(
        "MaxAttempts",
        (long) errors.maxAttempts(),
        "OnFailure",
        retry ? "retry" : "fail",
        "BackoffStrategy",
        constant ? "constant" : "exponential");
  }

  private static Map<String, Object> restarts(RestartPolicy policy) {
    SequencedMap<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "Mode",
        switch (policy.mode()) {
          case ALWAYS -> "always";
          case ON_FAILURE -> "on-failure";
          case NEVER -> "never";
        });
    if (policy.maxAttempts().isPresent()) {
      tree.put("MaxAttempts", (long) policy.maxAttempts().getAsInt());
    }
    return tree;
  }

  private static Map<String, Object> constraint(Constraint constraint) {
    String operator =
        switch (constraint.operator()) {
          case IN -> "in";
          case NOT_IN -> "notin";
          case EXISTS -> "exists";
          case ABSENT -> "!";
          case EQUAL -> "=";
          case NOT_EQUAL -> "!=";
          case GREATER -> "gt";
          case LESS -> "lt";
        };
    return ordered("Key", constraint.key(), "Operator", operator, "Values", constraint.values());
  }

  private Map<String, Object> task(TaskSpec task) {
    SequencedMap<String, Object> tree = new LinkedHashMap<>();
    tree.put("Name", task.name());
    tree.put("Engine", EngineTree.of(task.engine()));
    task.publisher().ifPresent(publisher -> tree.put("Publisher", publisher(publisher)));
    tree.put("Env", new LinkedHashMap<>(task.env()));
    tree.put("Meta", new LinkedHashMap<>(task.meta()));
    tree.put("InputSources", task.inputs().stream().map(this::input).toList());
    tree.put("ResultPaths", task.results().stream().map(JobTree::result).toList());
    tree.put("Resources", resources(task));
    tree.put("Network", EngineTree.network(task.network()));
    tree.put("Timeouts", timeouts(task.timeouts()));
    return tree;
  }

  private static Map<String, Object> resources(TaskSpec task) {
    SequencedMap<String, Object> tree = new LinkedHashMap<>();
    if (!task.resources().assumed()) {
      tree.put("CPU", Amounts.cpus(task.resources().cpuMillis()));
      tree.put("Memory", Amounts.exactBytes(task.resources().memoryBytes()));
    }
    task.resources().diskBytes().ifPresent(disk -> tree.put("Disk", Amounts.exactBytes(disk)));
    tree.put("GPU", Integer.toString(task.resources().gpus()));
    return tree;
  }

  private static Map<String, Object> timeouts(Timeouts timeouts) {
    return ordered(
        "ExecutionTimeout",
        seconds(timeouts.execution()),
        "QueueTimeout",
        seconds(timeouts.queue()),
        "TotalTimeout",
        seconds(timeouts.total()));
  }

  private static long seconds(Optional<Duration> duration) {
    return duration.map(Duration::toSeconds).orElse(0L);
  }

  private Map<String, Object> publisher(Publisher publisher) {
    return switch (publisher) {
      case Publisher.Noop _ -> ordered("Type", "noop");
      case Publisher.Local _ -> ordered("Type", "local");
      case Publisher.Ipfs _ -> ordered("Type", "ipfs");
      case Publisher.S3Managed _ -> ordered("Type", "s3managed");
      case Publisher.S3 s3 -> {
        SequencedMap<String, Object> params = ordered("Bucket", s3.bucket(), "Key", s3.key());
        put(params, "Region", s3.region());
        put(params, "Endpoint", s3.endpoint());
        params.put("Encoding", s3.gzip() ? "gzip" : "plain");
        put(params, "AccessKeyID", s3.accessKeyId().map(this::masked));
        put(params, "SecretAccessKey", s3.secretAccessKey().map(this::masked));
        yield ordered("Type", "s3", "Params", params);
      }
    };
  }

  private String masked(String secret) {
    return masks ? MASK : secret;
  }

  private Map<String, Object> input(InputSource input) {
    SequencedMap<String, Object> tree = new LinkedHashMap<>();
    tree.put("Source", ordered("Type", input.source().type(), "Params", params(input.source())));
    tree.put("Target", input.target());
    put(tree, "Alias", input.alias());
    return tree;
  }

  private Map<String, Object> params(InputSource.Source source) {
    SequencedMap<String, Object> params = new LinkedHashMap<>();
    switch (source) {
      case InputSource.Source.Ipfs ipfs -> {
        params.put("CID", ipfs.cid());
        put(params, "Gateway", ipfs.gateway());
      }
      case InputSource.Source.S3 s3 -> s3(params, s3);
      case InputSource.Source.Local local -> {
        params.put("SourcePath", local.path());
        params.put("ReadWrite", local.readWrite());
        params.put(
            "CreateAs",
            switch (local.createAs()) {
              case DIRECTORY -> "dir";
              case FILE -> "file";
              case NOTHING -> "noCreate";
            });
      }
      case InputSource.Source.Url url -> {
        params.put("URL", url.url());
        SequencedMap<String, Object> headers = new LinkedHashMap<>();
        url.headers().forEach((name, value) -> headers.put(name, masked(value)));
        if (!headers.isEmpty()) {
          params.put("Headers", headers);
        }
      }
      // Whoever has the address has what it is for.
      case InputSource.Source.S3PreSigned signed ->
          params.put("PreSignedURL", masked(signed.url()));
      case InputSource.Source.Inline inline -> inline(params, inline);
    }
    return params;
  }

  private static void inline(
      SequencedMap<String, Object> params, InputSource.Source.Inline inline) {
    Optional<String> text = inline.isArchive() ? Optional.empty() : text(inline.content());
    text.ifPresentOrElse(
        content -> params.put("Content", content), () -> params.put("URL", DataUrl.write(inline)));
  }

  private static Optional<String> text(byte[] content) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException noText) {
      return Optional.empty();
    }
  }

  private void s3(SequencedMap<String, Object> params, InputSource.Source.S3 s3) {
    params.put("Bucket", s3.bucket());
    if (!s3.key().isEmpty()) {
      params.put("Key", s3.key());
    }
    put(params, "Filter", s3.filter());
    put(params, "Region", s3.region());
    put(params, "Endpoint", s3.endpoint());
    put(params, "VersionID", s3.versionId());
    put(params, "ChecksumSHA256", s3.checksumSha256());
    s3.partition().ifPresent(partition -> params.put("Partition", partition(partition)));
    put(params, "AccessKeyID", s3.accessKeyId().map(this::masked));
    put(params, "SecretAccessKey", s3.secretAccessKey().map(this::masked));
  }

  private static Map<String, Object> partition(InputSource.Partition partition) {
    return switch (partition) {
      case InputSource.Partition.ByObject _ -> ordered("Type", "object");
      case InputSource.Partition.ByPattern pattern ->
          ordered("Type", "regex", "Pattern", pattern.pattern());
      case InputSource.Partition.ByCharacters range ->
          ordered(
              "Type",
              "substring",
              "StartIndex",
              (long) range.start(),
              "EndIndex",
              (long) range.end());
      case InputSource.Partition.ByDate date ->
          ordered("Type", "date", "DateFormat", date.format());
    };
  }

  private static Map<String, Object> result(ResultPath result) {
    SequencedMap<String, Object> tree = ordered("Name", result.name(), "Path", result.path());
    tree.put(
        "Type",
        switch (result.type()) {
          case FILE -> "file";
          case DIRECTORY -> "directory";
          case STDOUT -> "stdout";
          case STDERR -> "stderr";
          case EXIT_CODE -> "exitCode";
        });
    tree.put("Format", word(result.format()));
    tree.put("Compression", word(result.compression()));
    if (result.level().isPresent()) {
      tree.put("CompressionLevel", (long) result.level().getAsInt());
    }
    return tree;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }

  static void put(Map<String, Object> tree, String key, Optional<String> value) {
    value.ifPresent(given -> tree.put(key, given));
  }

  /** A map of these keys and values, which take turns. */
  static SequencedMap<String, Object> ordered(Object... keysAndValues) {
    SequencedMap<String, Object> tree = new LinkedHashMap<>();
    List<Object> all = new ArrayList<>(List.of(keysAndValues));
    for (int i = 0; i < all.size(); i += 2) {
      tree.put(String.valueOf(all.get(i)), all.get(i + 1));
    }
    return tree;
  }
}
