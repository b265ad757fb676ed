package waybill.dialects.bacalhau.written;

import java.util.Locale;
import java.util.Optional;
import waybill.dialects.bacalhau.problem.TaskProblems;
import waybill.dialects.bacalhau.spec.Publisher;
import waybill.model.document.SpecString;

/** What a task's publisher means. */
final class PublisherBuilder {
  private PublisherBuilder() {}

  static Optional<Publisher> publisher(Part publisher) {
    Part params = publisher.partOrNothing("Params");
    return switch (publisher.text("Type").map(SpecString::value).orElse("")) {
      case "noop" -> Optional.of(new Publisher.Noop());
      case "local" -> Optional.of(new Publisher.Local());
      case "ipfs" -> Optional.of(new Publisher.Ipfs());
      case "s3" -> Optional.of(s3(params));
      case "s3managed" -> {
        publisher.add(TaskProblems.managed(publisher.span("Type")));
        yield Optional.of(new Publisher.S3Managed());
      }
      default -> Optional.empty(); // was told already
    };
  }

  private static Publisher s3(Part params) {
    String encoding = string(params, "Encoding").orElse("gzip").toLowerCase(Locale.ROOT);
    if (!encoding.equals("gzip") && !encoding.equals("plain")) {
      params.add(TaskProblems.encoding(params.span("Encoding")));
    }
    if (params.has("AccessKeyID") != params.has("SecretAccessKey")) {
      params.add(TaskProblems.halfOfAKey(params.span()));
    }
    return new Publisher.S3(
        string(params, "Bucket").orElse(""),
        string(params, "Key").orElse(""),
        string(params, "Region"),
        string(params, "Endpoint"),
        encoding.equals("gzip"),
        string(params, "AccessKeyID"),
        string(params, "SecretAccessKey"));
  }

  private static Optional<String> string(Part params, String key) {
    return params.text(key).map(SpecString::value);
  }
}
