package waybill.app.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How many subordinate ids a user was given, see subuid(5): by the files, which are what tasks are
 * started with, and by what the machine asks beside them.
 *
 * @param users file of user ids
 * @param groups file of group ids
 * @param asker the program {@code getsubids}, which also asks directories on the network
 */
record SubordinateRanges(Path users, Path groups, Path asker) {
  /** 65,536 less the user's own id, which becomes 0. */
  private static final long WANTED = 65_535;

  private static final long SECONDS = 10;
  private static final String ABILITY = "subordinate ids";

  /** Those of this machine. */
  static final SubordinateRanges HERE =
      new SubordinateRanges(
          Path.of("/etc/subuid"), Path.of("/etc/subgid"), Path.of("/usr/bin/getsubids"));

  /**
   * What an ordinary user can do with them.
   *
   * @param user its name
   * @param id its number, by which a line may be as well
   * @param mapper {@code newuidmap}, without which they are of no use
   */
  Finding examine(String user, String id, Path mapper) throws InterruptedException {
    if (!Files.isExecutable(mapper)) {
      return Finding.limited(
          ABILITY, "newuidmap is missing", "install newuidmap (Debian: apt install uidmap)");
    }
    List<String> names = List.of(user, id);
    long given = largest(users, names);
    long givenGroups = largest(groups, names);
    if (given >= WANTED && givenGroups >= WANTED) {
      return Finding.ok(ABILITY, "a range for " + user);
    }
    Path lacking = given >= WANTED ? groups : users;
    Optional<String> elsewhere = elsewhere(user, lacking.equals(groups));
    if (elsewhere.isPresent()) {
      return Finding.limited(
          ABILITY,
          "a range for " + user + " that is not in " + lacking + ", and only files are read",
          "write `" + elsewhere.get() + "` into " + lacking + " as root");
    }
    long there = given >= WANTED ? givenGroups : given;
    return Finding.limited(
        ABILITY,
        there == 0
            ? "no range for " + user + " in " + lacking
            : "the largest range for %s in %s has %d ids; %d are wanted"
                .formatted(user, lacking, there, WANTED),
        "`usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + user + "` as root");
  }

  /** Of the ranges that one line gives; 0 where there is none, or no such file. */
  private static long largest(Path file, List<String> names) {
    long largest = 0;
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", -1);
        if (fields.length == 3 && names.contains(fields[0]) && number(fields[1]) > 0) {
          largest = Math.max(largest, number(fields[2]));
        }
      }
    } catch (IOException none) {
      return 0; // a machine without the file has given nobody a range
    }
    return largest;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  /** A line of a file for what {@code getsubids} says: {@code 0: me 100000 65536}. */
  private Optional<String> elsewhere(String user, boolean ofGroups) throws InterruptedException {
    if (!Files.isExecutable(asker)) {
      return Optional.empty();
    }
    List<String> command =
        ofGroups ? List.of(asker.toString(), "-g", user) : List.of(asker.toString(), user);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      // What it says fits into a pipe; where it does not, it is not what we know.
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      Optional<String> found = Optional.empty();
      try (BufferedReader said = process.inputReader(StandardCharsets.ISO_8859_1)) {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          String[] words = line.strip().split(" +", -1);
          if (words.length == 4 && number(words[2]) > 0 && number(words[3]) >= WANTED) {
            found = Optional.of(user + ":" + words[2] + ":" + words[3]);
          }
        }
      }
      return found;
    } catch (IOException unusable) {
      return Optional.empty(); // then there is only what the files say
    }
  }
}
