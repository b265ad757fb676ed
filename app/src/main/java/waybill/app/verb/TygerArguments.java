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

/** Tells {@code waybill run FILE} of a run or a codespec from other runs. */
public final class TygerArguments {
  private static final String KIND_OPTION = "--kind";

  private TygerArguments() {}

  /** The arguments of the verb that runs such files; none when no argument names such a file. */
  public static List<String> of(Invocation invocation) {
    Optional<String> kind = Optional.empty();
    List<String> rest = new ArrayList<>();
    List<String> arguments = invocation.arguments();
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(KIND_OPTION + "=")) {
        kind = Optional.of(argument.substring(KIND_OPTION.length() + 1));
      } else if (argument.equals(KIND_OPTION) && i + 1 < arguments.size()) {
        i++;
        kind = Optional.of(arguments.get(i));
      } else {
        rest.add(argument);
      }
    }
    if (kind.isPresent() && !kind.get().equals(SpecFile.Kind.TYGER.word())) {
      return List.of();
    }
    for (int i = 0; i < rest.size(); i++) {
      String argument = rest.get(i);
      if (!argument.startsWith("-") && (kind.isPresent() || isMeant(argument, invocation))) {
        return exec(rest, i);
      }
    }
    return List.of();
  }

  private static List<String> exec(List<String> rest, int file) {
    List<String> exec = new ArrayList<>(List.of("run"));
    exec.addAll(rest.subList(0, file));
    exec.add("--file=" + rest.get(file));
    exec.addAll(rest.subList(file + 1, rest.size()));
    return exec;
  }

  private static boolean isMeant(String name, Invocation invocation) {
    Path directory = invocation.directory();
    try {
      SpecFile file = SpecFile.of(name, directory);
      // a pipe can be read only once, and not by us
      return Files.isRegularFile(file.path()) && file.kind(Optional.empty()) == SpecFile.Kind.TYGER;
    } catch (InvalidPathException | FailureException | ProblemsException notToBeTold) {
      return false; // whoever runs it tells what is the matter
    }
  }
}
