package waybill.app.verb;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.cli.Invocation;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

/** Tells {@code waybill run JOB} from other runs: a job is a file with tasks. */
public final class JobArguments {
  private static final String KIND_OPTION = "--kind";

  private JobArguments() {}

  /** The arguments of {@code bacalhau} that mean the same; none when no argument names a job. */
  public static List<String> of(Invocation invocation) {
    List<String> arguments = invocation.arguments();
    Optional<String> kind = Optional.empty();
    var job = new ArrayList<String>();
    job.add("job");
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(KIND_OPTION + "=")) {
        kind = Optional.of(argument.substring(KIND_OPTION.length() + 1));
      } else if (argument.equals(KIND_OPTION) && i + 1 < arguments.size()) {
        i++;
        kind = Optional.of(arguments.get(i));
      } else {
        job.add(argument);
      }
    }
    boolean isMeant =
        kind.isPresent()
            ? kind.get().equals(SpecFile.Kind.BACALHAU.word())
            : namesJob(arguments.subList(1, arguments.size()), invocation.directory());
    return isMeant ? job : List.of();
  }

  private static boolean namesJob(List<String> arguments, Path directory) {
    for (String argument : arguments) {
      if (!argument.startsWith("-") && isJob(argument, directory)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isJob(String name, Path directory) {
    try {
      SpecFile file = SpecFile.of(name, directory);
      // a pipe can be read only once, and not by us
      return Files.isRegularFile(file.path())
          && file.kind(Optional.empty()) == SpecFile.Kind.BACALHAU;
    } catch (InvalidPathException | FailureException | ProblemsException notToBeTold) {
      return false; // whoever runs it tells what is the matter
    }
  }
}
