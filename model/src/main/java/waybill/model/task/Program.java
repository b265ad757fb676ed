package waybill.model.task;

import java.util.List;
import java.util.SequencedMap;

/**
 * What is executed.
 *
 * @param name executed as it is when it holds a {@code /}, else searched in the {@code PATH} of
 *     {@code environment}, and taken as relative to {@code directory} when not found there
 * @param arguments without the program's own name
 * @param environment the whole environment, in the order in which it is passed
 * @param directory absolute, inside the root
 * @param user id inside the sandbox, 0 to 2^32-2
 * @param group id inside the sandbox, 0 to 2^32-2
 * @param moreGroups beside that one, 1,024 at most; with a single id there are none, and these are
 *     not taken
 */
public record Program(
    String name,
    List<String> arguments,
    SequencedMap<String, String> environment,
    String directory,
    long user,
    long group,
    List<Long> moreGroups) {

  /** One that is in a single group. */
  public Program(
      String name,
      List<String> arguments,
      SequencedMap<String, String> environment,
      String directory,
      long user,
      long group) {
    this(name, arguments, environment, directory, user, group, List.of());
  }

  public Program {
    arguments = List.copyOf(arguments);
    moreGroups = List.copyOf(moreGroups);
  }
}
