package waybill.backends.local;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import waybill.images.store.LayerStore;
import waybill.sandbox.LauncherSettings;

/**
 * What this machine's backend needs to know.
 *
 * @param launcher the launcher's binary
 * @param runtimeFolder ours alone (mode 0700), for a socket that lives a moment
 * @param store opened when the first stored layer or the host's programs are wanted
 * @param hidden real paths of folders that no task may see through a bind
 * @param workers how many tasks can be on their way to their program at a time, 1 to 64
 * @param idsBase for root: the host id of tasks where root has no subordinate range
 * @param kernel see there
 */
public record LocalSettings(
    Path launcher,
    Path runtimeFolder,
    Supplier<LayerStore> store,
    List<Path> hidden,
    int workers,
    int idsBase,
    LauncherSettings.Kernel kernel) {

  /** Above the ranges that distributions and systemd give out. */
  public static final int DEFAULT_IDS_BASE = 0x70000000;
}
