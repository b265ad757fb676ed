package waybill.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine it runs on. Where that is missing the test is skipped with the
 * reason, unless {@code wb verify} declared that it must be there: then the test fails, because a
 * sandbox test that is quietly skipped is how a sandbox rots. Declared are the words in {@code
 * WAYBILL_REQUIRE}, separated by spaces.
 */
public final class Needs {

  /** An id that no account has. Tests that run as root become it where they must not be root. */
  private static final String ORDINARY_ID = "54321";

  private Needs() {}

  /**
   * Goes on, skips or fails.
   *
   * @param word as in {@code WAYBILL_REQUIRE}
   * @param present whether this machine has it
   * @param cure what to do to get it, as an order: {@code install runc}
   */
  public static void need(String word, boolean present, String cure) {
    if (present) {
      return;
    }
    if (declared().contains(word)) {
      Assertions.fail(
          "`wb verify` declared that this machine has `" + word + "`, but it has not: " + cure);
    }
    Assumptions.abort("needs `" + word + "`: " + cure);
  }

  /** The test runs as root. */
  public static void root() {
    need("root", isRoot(), "run the tests as root");
  }

  /** The words of a command that runs what follows it as an ordinary user: none when we are one. */
  public static List<String> ordinaryUser() {
    if (!isRoot()) {
      return List.of();
    }
    Optional<Path> setpriv = find("setpriv");
    need("user", setpriv.isPresent(), "install util-linux");
    return List.of(
        setpriv.orElseThrow().toString(),
        "--reuid=" + ORDINARY_ID,
        "--regid=" + ORDINARY_ID,
        "--clear-groups");
  }

  /**
   * Somebody else on this machine.
   *
   * @param command the words of a command that runs what follows it as this user
   */
  public record User(List<String> command, int id, int group) {
    public User {
      command = List.copyOf(command);
    }
  }

  /**
   * An account with subordinate ids for a range, see subuid(5), that has no other rights. Its word
   * is {@code range}. Only for root, who alone can become somebody else.
   */
  public static User rangeUser() {
    root();
    Path setpriv = program("setpriv");
    program("newuidmap");
    Optional<Accounts.Account> account = Accounts.withRange();
    need(
        "range",
        account.isPresent(),
        "`useradd waybill-test`, with 65,536 ids in /etc/subuid and /etc/subgid");
    int id = account.orElseThrow().id();
    int group = account.orElseThrow().group();
    return new User(
        List.of(
            setpriv.toString(),
            "--reuid=" + id,
            "--regid=" + group,
            "--clear-groups",
            "--inh-caps=-all"),
        id,
        group);
  }

  /** A statically linked busybox. */
  public static Path busybox() {
    Path path = Path.of("/bin/busybox");
    need("busybox", Files.isExecutable(path) && isStatic(path), "install busybox-static");
    return path;
  }

  /** A program on the {@code PATH}; its name is the word for it. */
  public static Path program(String name) {
    Optional<Path> found = find(name);
    need(name, found.isPresent(), "install a package that has " + name);
    return found.orElseThrow();
  }

  /** Whether this process has the rights of root. */
  public static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> declared() {
    return List.of(
        Optional.ofNullable(System.getenv("WAYBILL_REQUIRE")).orElse("").trim().split("\\s+", -1));
  }

  private static Optional<Path> find(String program) {
    for (String folder :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** A dynamically linked program names its loader in a program header of type PT_INTERP. */
  private static boolean isStatic(Path program) {
    final int pointerToHeaders = 32;
    final int sizeOfHeader = 54;
    final int numberOfHeaders = 56;
    final int interpreter = 3;
    try {
      ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(program)).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < elf.getShort(numberOfHeaders); i++) {
        if (elf.getInt((int) elf.getLong(pointerToHeaders) + i * elf.getShort(sizeOfHeader))
            == interpreter) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
