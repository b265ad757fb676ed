package waybill.images.user;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import waybill.images.store.LayerStore;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Layer;

/**
 * Finds users by what images and authors write, in the image's own {@code /etc/passwd} and {@code
 * /etc/group}: {@code USER} or {@code USER:GROUP}, each a name or a number. Names are looked for
 * first, so one of digits wins over the number. A number need not be known to the image. Without a
 * group it is the user's own, and the user is in the groups that list it; with one it is in that
 * one alone. So do the container engines. For all threads.
 */
public final class ImageUsers {
  private static final String USERS = "/etc/passwd";
  private static final String GROUPS = "/etc/group";
  private static final long LAST_ID = 65_535;

  private final Supplier<LayerStore> store;

  /** With a store that is asked for when the first layer is looked into. */
  public ImageUsers(Supplier<LayerStore> store) {
    this.store = store;
  }

  /**
   * The user of that text in an image; nothing means id 0.
   *
   * @param layers of the image, lowest first; they are here
   * @throws FailureException {@code IMAGE_UNUSABLE} when the image does not know the name, the
   *     number is too large for a task, or its files cannot be read
   */
  public ImageUser find(List<Layer> layers, Optional<String> written) {
    String text = written.orElse("").strip();
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    String group = colon < 0 ? "" : text.substring(colon + 1);
    var files = new StackedFiles(folders(layers));
    Optional<Account> known = account(files, user.isEmpty() ? "0" : user);
    if (known.isEmpty() && !user.isEmpty() && !isNumber(user)) {
      throw unknown(text, "user", user, USERS);
    }
    Account account =
        known.orElseGet(() -> new Account("", user.isEmpty() ? 0 : number(user), 0, "/"));
    long own = group.isEmpty() ? account.group() : group(files, text, group);
    List<Long> more =
        group.isEmpty() && known.isPresent() ? groupsOf(files, account.name(), own) : List.of();
    check(text, account.user());
    check(text, own);
    for (long one : more) {
      check(text, one);
    }
    return new ImageUser(account.user(), own, more, account.home());
  }

  /**
   * Whether an image has a folder of that path, links followed.
   *
   * @param layers of the image, lowest first; they are here
   * @param path absolute
   * @throws FailureException {@code IMAGE_UNUSABLE} when something else is there
   */
  public boolean hasFolder(List<Layer> layers, String path) {
    return new StackedFiles(folders(layers)).hasFolder(path);
  }

  private List<Path> folders(List<Layer> layers) {
    var folders = new ArrayList<Path>(layers.size());
    for (Layer layer : layers) {
      folders.add(
          switch (layer) {
            case Layer.Stored stored -> store.get().folder(stored.digest(), stored.ids());
            case Layer.Folder folder -> folder.path();
            case Layer.HostPrograms _ -> Path.of("/");
          });
    }
    return folders;
  }

  private record Account(String name, long user, long group, String home) {}

  /** Of a line {@code NAME:PASSWORD:USER:GROUP:REMARK:HOME:SHELL}. */
  private static Optional<Account> account(StackedFiles files, String wanted) {
    for (String[] fields : files.lines(USERS)) {
      if (fields.length >= 4 && isNumber(fields[2]) && isNumber(fields[3])) {
        long id = number(fields[2]);
        if (fields[0].equals(wanted) || (isNumber(wanted) && id == number(wanted))) {
          String home = fields.length > 5 && !fields[5].isEmpty() ? fields[5] : "/";
          return Optional.of(new Account(fields[0], id, number(fields[3]), home));
        }
      }
    }
    return Optional.empty();
  }

  /** Of lines {@code NAME:PASSWORD:GROUP:USER,USER}. */
  private static long group(StackedFiles files, String text, String wanted) {
    for (String[] fields : files.lines(GROUPS)) {
      if (fields.length >= 3 && isNumber(fields[2])) {
        long id = number(fields[2]);
        if (fields[0].equals(wanted) || (isNumber(wanted) && id == number(wanted))) {
          return id;
        }
      }
    }
    if (isNumber(wanted)) {
      return number(wanted);
    }
    throw unknown(text, "group", wanted, GROUPS);
  }

  private static List<Long> groupsOf(StackedFiles files, String user, long own) {
    var found = new ArrayList<Long>();
    for (String[] fields : files.lines(GROUPS)) {
      if (fields.length >= 4 && isNumber(fields[2])) {
        long id = number(fields[2]);
        if (id != own && !found.contains(id) && lists(fields[3], user)) {
          found.add(id);
        }
      }
    }
    return found;
  }

  private static boolean lists(String users, String user) {
    for (String one : users.split(",", -1)) {
      if (one.equals(user)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 10;
  }

  private static long number(String digits) {
    return Long.parseLong(digits);
  }

  private static void check(String text, long id) {
    if (id > LAST_ID) {
      throw Failure.of(
              FailureCode.IMAGE_UNUSABLE,
              "`" + text + "` means the id " + id + ", and the ids of a task end at " + LAST_ID)
          .asException();
    }
  }

  private static FailureException unknown(String text, String what, String name, String file) {
    String whole = text.equals(name) ? "" : " (of `" + text + "`)";
    return Failure.of(
            FailureCode.IMAGE_UNUSABLE,
            "the image's " + file + " has no " + what + " `" + name + "`" + whole)
        .withHelp("name one that it has, or a number")
        .asException();
  }
}
