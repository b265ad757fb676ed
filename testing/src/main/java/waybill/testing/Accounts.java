package waybill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who has an account on this machine, by passwd(5), and subordinate ids, by subuid(5). */
final class Accounts {
  private static final int FIRST_PERSON = 1000;
  private static final int LAST_PERSON = 59_999;
  private static final int RANGE = 65_535;

  private Accounts() {}

  record Account(String name, int id, int group) {}

  /** The first person who has enough of both kinds. */
  static Optional<Account> withRange() {
    for (String line : lines("/etc/passwd")) {
      String[] fields = line.split(":", -1);
      var account =
          new Account(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
      if (account.id() >= FIRST_PERSON
          && account.id() <= LAST_PERSON
          && hasRange(account, "/etc/subuid")
          && hasRange(account, "/etc/subgid")) {
        return Optional.of(account);
      }
    }
    return Optional.empty();
  }

  private static boolean hasRange(Account account, String file) {
    for (String line : lines(file)) {
      String[] fields = line.split(":", -1);
      boolean ours =
          fields[0].equals(account.name()) || fields[0].equals(Integer.toString(account.id()));
      if (ours && fields.length == 3 && Long.parseLong(fields[2]) >= RANGE) {
        return true;
      }
    }
    return false;
  }

  private static List<String> lines(String file) {
    Path path = Path.of(file);
    try {
      return Files.exists(path) ? Files.readAllLines(path, StandardCharsets.ISO_8859_1) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
