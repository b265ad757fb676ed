package waybill.dialects.opspec.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.NearestNames;

/**
 * An op as one names it on the command line: in the conventional folder, from the caller's
 * directory, or whole.
 *
 * @param written as it was given
 * @param folder absolute, with an op.yml in it
 */
record OpRef(String written, Path folder) {
  static final String CONVENTIONAL = ".opspec";
  static final String FILE = "op.yml";

  /**
   * The op of that name.
   *
   * @throws FailureException if there is none, with every place where it was sought
   */
  static OpRef find(String written, Path directory) {
    Set<Path> places = new LinkedHashSet<>();
    try {
      Path path = Path.of(written.isEmpty() ? "." : written);
      places.add(directory.resolve(CONVENTIONAL).resolve(path).normalize());
      places.add(directory.resolve(path).normalize());
    } catch (InvalidPathException e) {
      throw Failure.of(FailureCode.INPUT_MISSING, "unable to resolve op: it has a NUL in its name")
          .asException();
    }
    for (Path place : places) {
      if (Files.isRegularFile(place.resolve(FILE))) {
        return new OpRef(written, place);
      }
    }
    throw missing(written, places, directory);
  }

  private static FailureException missing(String written, Set<Path> places, Path directory) {
    var text = new StringBuilder("unable to resolve op \"" + written + "\":");
    for (Path place : places) {
      text.append("\n- filesystem: ");
      text.append(Files.isDirectory(place) ? "no " + FILE + " in" : "not found:");
      text.append(" path \"").append(place).append('"');
    }
    Failure failure = Failure.of(FailureCode.INPUT_MISSING, text.toString());
    if (written.contains("#")) {
      return failure
          .withHelp("ops in git repositories come later: clone it and give its path")
          .asException();
    }
    Optional<String> nearest = NearestNames.help(written, OpFolders.names(directory));
    return failure.withHelp(nearest.orElse("`opctl ls` lists the ops that are here")).asException();
  }

  /** The op.yml's path as its author would write it from here. */
  String shown(Path directory) {
    Path file = folder.resolve(FILE);
    return file.startsWith(directory) ? directory.relativize(file).toString() : file.toString();
  }
}
