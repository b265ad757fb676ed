package waybill.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The built product as a user has it: a program in a folder.
 *
 * @param name for test reports
 * @param user who starts it
 * @param program what is started
 * @param workshop where its users' folders are made
 */
record Product(String name, User user, Path program, Workshop workshop) {

  /** No case takes longer, also on a busy machine. */
  private static final long SECONDS = 60;

  /**
   * Somebody who runs programs.
   *
   * @param command the words of a command that becomes this user, or none for the caller of the
   *     tests
   * @param id owner of the files, where it is not the caller
   * @param home where the product may keep what it likes
   */
  record User(List<String> command, Optional<Integer> id, Path home) {

    /** Gives the folder and what is in it to this user. */
    void own(Path folder) throws IOException {
      if (id.isPresent()) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.toList()) {
            Files.setAttribute(file, "unix:uid", id.get(), LinkOption.NOFOLLOW_LINKS);
          }
        }
      }
    }
  }

  /**
   * Runs {@code waybill ARGUMENTS}.
   *
   * @param environment variables beyond those that every caller has
   * @param folder the current directory; what is said goes beside it, so that no layer can pick it
   *     up
   */
  Ending run(List<String> arguments, String input, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    return end(start(arguments, input, environment, folder), folder);
  }

  /** Only starts it; {@link #end} has to follow. */
  Process start(List<String> arguments, String input, Map<String, String> environment, Path folder)
      throws IOException {
    Path stdin = Files.writeString(Path.of(folder + ".stdin"), input);
    List<String> command = new ArrayList<>(List.of(workshop.ending().toString(), folder + ".how"));
    command.addAll(user.command());
    command.add(program.toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(stdin.toFile())
            .redirectOutput(Path.of(folder + ".stdout").toFile())
            .redirectError(Path.of(folder + ".stderr").toFile());
    builder.environment().clear();
    builder.environment().putAll(environmentOf(user));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Waits for the end of what was started in a folder. */
  Ending end(Process process, Path folder) throws IOException, InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running after " + SECONDS + " s in " + folder);
    }
    return new Ending(
        Files.readString(Path.of(folder + ".stdout")),
        Files.readString(Path.of(folder + ".stderr")),
        Files.readString(Path.of(folder + ".how")));
  }

  private static Map<String, String> environmentOf(User user) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("HOME", user.home().toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("WAYBILL_RUNTIME_DIR", user.home().resolve("runtime").toString());
    for (String name : List.of("PATH", "JAVA_HOME")) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> environment.put(name, value));
    }
    return environment;
  }
}
