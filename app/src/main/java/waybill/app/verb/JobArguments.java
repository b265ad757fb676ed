package waybill.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.BacalhauLanguage;
import waybill.model.document.Document;
import waybill.model.document.SpecObject;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;
import waybill.model.reader.YamlReader;

/** Tells {@code waybill run JOB} from other runs: a job is a file with tasks. */
final class JobArguments {
  private static final String KIND = "bacalhau";
  private static final String KIND_OPTION = "--kind";

  private JobArguments() {}

  /** The arguments of {@code bacalhau} that mean the same; none when no argument names a job. */
  static List<String> of(Invocation invocation) {
    List<String> arguments = invocation.arguments();
    var job = new ArrayList<String>();
    job.add("job");
    boolean isMeant = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      if (argument.equals(KIND_OPTION + "=" + KIND)) {
        isMeant = true;
      } else if (argument.equals(KIND_OPTION) && next.equals(KIND)) {
        isMeant = true;
        i++;
      } else {
        isMeant |= i > 0 && !argument.startsWith("-") && isJob(invocation.directory(), argument);
        job.add(argument);
      }
    }
    return isMeant ? job : List.of();
  }

  private static boolean isJob(Path directory, String name) {
    try {
      Path file = directory.resolve(name);
      return Files.isRegularFile(file) && BacalhauLanguage.isMeantBy(keys(file));
    } catch (InvalidPathException | IOException | ProblemsException notToBeTold) {
      return false; // whoever runs it tells what is the matter
    }
  }

  /** Of the first document, if that is an object. */
  private static Set<String> keys(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
    try (InputStream in = Files.newInputStream(file)) {
      Optional<Document> first =
          yaml
              ? Optional.of(
                  new YamlReader().keepingRepeatedKeys().onlyFirstDocument().read(name, in))
              : new JsonReader().keepingRepeatedKeys().stream(name, in).next();
      Set<String> keys = new HashSet<>();
      if (first.isPresent() && first.get().root() instanceof SpecObject object) {
        object.members().forEach(member -> keys.add(member.key()));
      }
      return keys;
    }
  }
}
