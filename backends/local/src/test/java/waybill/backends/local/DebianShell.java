package waybill.backends.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import waybill.images.store.LayerStore;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/**
 * A shell in a Debian that can be written to, with a range of users: for this process's user, and
 * as a program for another one.
 *
 * @param archive the files of that Debian
 * @param folder of this user, for its cache and sockets
 */
record DebianShell(Path launcher, Path archive, Path folder) {

  /**
   * {@code DebianShell LAUNCHER ARCHIVE FOLDER USER SCRIPT}, or without the last two to clean up.
   */
  public static void main(String[] words) throws IOException, InterruptedException {
    var shell = new DebianShell(Path.of(words[0]), Path.of(words[1]), Path.of(words[2]));
    if (words.length == 3) {
      shell.remove();
    } else {
      var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.print(shell.output(Integer.parseInt(words[3]), words[4]));
      out.flush();
    }
  }

  private static LocalSettings.Granted granted() {
    LocalSettings.Granted granted = LocalSettings.grant(Ids.RANGE);
    if (granted.ids() != Ids.RANGE) {
      throw new IllegalStateException(granted.note().orElse(""));
    }
    return granted;
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  /** What a script prints that a user of the sandbox runs. */
  String output(int user, String script) throws IOException, InterruptedException {
    LayerStore store = LayerStore.open(cache());
    Layer debian = new TarFile(archive).install(launcher, store, granted());
    var environment = new LinkedHashMap<String, String>();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("DEBIAN_FRONTEND", "noninteractive");
    List<Mount> mounts = List.of(new Mount.ContainerSystem(), new Mount.Tmp("/tmp"));
    var task =
        new Task(
            new Root(List.of(debian), Root.Access.WRITABLE_IN_MEMORY, Root.Missing.MADE),
            Ids.RANGE,
            new Program("/bin/sh", List.of("-c", script), environment, "/", user, user),
            mounts,
            Network.LOOPBACK,
            Limits.NONE,
            Optional.empty(),
            new Streams.Captured(1 << 20));
    return OneTask.output(launcher, folder, store, granted(), task);
  }

  /** Removes what this user unpacked: its files belong to many. */
  void remove() {
    if (Files.exists(cache())) {
      LocalSettings.unpacker(launcher, granted()).remove(cache(), Ids.RANGE);
    }
  }
}
