package waybill.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a task's root comes from on this host.
 *
 * @param layers folders, lowest first; at least one
 * @param rangeLayers those of them whose files have owners of their own; the others' are the
 *     caller's
 * @param binds attached right after the root, before the task's own mounts
 * @param files made in the root after those; only in one that is writable
 * @param devices of the host, attached after the task's own mounts
 */
public record RootFolders(
    List<Path> layers,
    List<Path> rangeLayers,
    List<Step.Bind> binds,
    List<Step.File> files,
    List<Step.Bind> devices) {
  public RootFolders {
    layers = List.copyOf(layers);
    rangeLayers = List.copyOf(rangeLayers);
    binds = List.copyOf(binds);
    files = List.copyOf(files);
    devices = List.copyOf(devices);
  }

  /** Without devices but those of its mounts. */
  public RootFolders(
      List<Path> layers, List<Path> rangeLayers, List<Step.Bind> binds, List<Step.File> files) {
    this(layers, rangeLayers, binds, files, List.of());
  }

  /** The same with these devices. */
  public RootFolders withDevices(List<Step.Bind> more) {
    return new RootFolders(layers, rangeLayers, binds, files, more);
  }

  /** With files that are all the caller's. */
  public RootFolders(List<Path> layers, List<Step.Bind> binds) {
    this(layers, List.of(), binds, List.of());
  }
}
