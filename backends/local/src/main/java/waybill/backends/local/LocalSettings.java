package waybill.backends.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import waybill.images.store.LayerStore;
import waybill.sandbox.LauncherSettings;

/**
 * What this machine's backend needs to know.
 *
 * @param launcher how the launcher is started
 * @param store opened when the first stored layer or the host's programs are wanted
 * @param hidden real paths of folders that no task may see through a bind
 */
public record LocalSettings(
    LauncherSettings launcher, Supplier<LayerStore> store, List<Path> hidden) {
  private static final Path SUBORDINATE_IDS = Path.of("/etc/subuid");

  public LocalSettings {
    hidden = List.copyOf(hidden);
  }

  /**
   * A launcher for this process's user.
   *
   * @param runtimeFolder ours alone (mode 0700), for a socket that lives a moment
   * @param workers how many tasks can be on their way to their program at a time, 1 to 64
   */
  public static LauncherSettings launcher(Path program, Path runtimeFolder, int workers) {
    return new LauncherSettings(
        program,
        runtimeFolder,
        workers,
        HostIds.forTasks(SUBORDINATE_IDS, System.getProperty("user.name", "")),
        Optional.empty(),
        LauncherSettings.Kernel.PROBED);
  }
}
