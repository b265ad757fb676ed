package waybill.dialects.bacalhau.run;

import java.util.ArrayList;
import java.util.List;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.InputSource;
import waybill.dialects.bacalhau.spec.InputSource.Source;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.Publisher;
import waybill.dialects.bacalhau.spec.ResultPath;
import waybill.dialects.bacalhau.spec.TaskSpec;

/** What jobs may say, and what is not done yet. */
final class LaterParts {
  private LaterParts() {}

  /** A sentence for each part of a task that comes later. */
  static List<String> of(TaskSpec task) {
    List<String> parts = new ArrayList<>();
    switch (task.engine()) {
      case EngineSpec.Wasm _ -> parts.add("the engine `wasm`");
      case EngineSpec.Docker docker -> {
        if (!docker.ports().isEmpty()) {
          parts.add("published ports");
        }
      }
    }
    for (InputSource input : task.inputs()) {
      switch (input.source()) {
        case Source.Inline _, Source.Local _ -> {}
        case Source.Ipfs _, Source.S3 _, Source.Url _, Source.S3PreSigned _ ->
            parts.add("inputs of type `" + input.source().type() + "`");
      }
    }
    for (ResultPath result : task.results()) {
      switch (result.type()) {
        case STDOUT, STDERR, EXIT_CODE -> {}
        case FILE -> parts.add("results of type `file`");
        case DIRECTORY -> parts.add("results of type `directory`");
      }
    }
    task.publisher()
        .ifPresent(
            publisher -> {
              switch (publisher) {
                case Publisher.Noop _, Publisher.Local _ -> {}
                case Publisher.Ipfs _ -> parts.add("the publisher `ipfs`");
                case Publisher.S3 _ -> parts.add("the publisher `s3`");
                case Publisher.S3Managed _ -> parts.add("the publisher `s3managed`");
              }
            });
    switch (task.network()) {
      case NetworkSpec.None _ -> {}
      case NetworkSpec.Full(var ports) -> {
        if (!ports.isEmpty()) {
          parts.add("published ports");
        }
      }
      case NetworkSpec.Http _ -> parts.add("the network `http`");
    }
    return parts.stream()
        .distinct()
        .map(
            part ->
                "task "
                    + task.name()
                    + ": "
                    + part
                    + " cannot be used yet: a later version of Waybill will have that")
        .toList();
  }
}
