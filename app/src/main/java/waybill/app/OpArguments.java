package waybill.app;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import waybill.cli.Invocation;

/** Tells {@code waybill run OP} from other runs: an op is a folder with an {@code op.yml}. */
final class OpArguments {
  private static final String FILE = "op.yml";

  private OpArguments() {}

  /** The arguments of {@code opctl} that mean the same; none when no argument names an op. */
  static List<String> of(Invocation invocation) {
    var arguments = new ArrayList<String>(invocation.arguments());
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      // `-a in=./op` gives an op as a value, and is no other run
      if (!argument.startsWith("-")) {
        Path folder = folder(invocation.directory(), argument);
        if (Files.isRegularFile(folder.resolve(FILE))) {
          arguments.set(i, folder.toString());
          return arguments;
        }
      }
    }
    return List.of();
  }

  private static Path folder(Path directory, String argument) {
    try {
      Path path = directory.resolve(argument).normalize();
      boolean isFile = path.endsWith(FILE);
      Path parent = path.getParent();
      return isFile && parent != null ? parent : path;
    } catch (InvalidPathException noPath) {
      return directory.resolve(FILE); // below a file nothing is
    }
  }
}
