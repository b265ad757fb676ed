package waybill.backends.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import waybill.model.document.Document;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;
import waybill.model.reader.ReadLimits;
import waybill.model.reader.YamlReader;

/**
 * Finds the graphics processors of this machine in the files by which their vendors describe them
 * to container engines: the Container Device Interface ({@code
 * https://github.com/cncf-tags/container-device-interface/blob/main/SPEC.md}), as far as it says
 * which devices, mounts and variables a container gets. Its hooks, programs that an engine would
 * run on the host with our rights, are not run.
 *
 * <p>Only the machine's administrator writes there, but a file may be broken: it counts as a whole
 * or not at all.
 */
final class GpuFiles {
  /** In the order of precedence: for a device that is described twice, the later one counts. */
  static final List<Path> FOLDERS = List.of(Path.of("/etc/cdi"), Path.of("/var/run/cdi"));

  private static final int MOST_FILES = 100;
  private static final int MOST_GPUS = 1024;
  private static final ReadLimits LIMITS = new ReadLimits(1 << 20, 32, 1 << 16, 50_000);

  /**
   * What was found.
   *
   * @param notes why a file or device does not count, a line each, for people
   */
  record Found(List<Gpu> gpus, List<String> notes) {}

  private final List<String> notes = new ArrayList<>();
  private final List<Gpu> gpus = new ArrayList<>();

  private GpuFiles() {}

  /** Looks into these folders; one that is not there holds nothing. */
  static Found read(List<Path> folders) {
    var reading = new GpuFiles();
    for (Path folder : folders.reversed()) {
      for (Path file : reading.filesOf(folder)) {
        reading.addFrom(file);
      }
    }
    return new Found(List.copyOf(reading.onlyOnce()), List.copyOf(reading.notes));
  }

  private Set<Path> filesOf(Path folder) {
    var files = new TreeSet<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.{json,yaml,yml}")) {
      for (Path entry : entries) {
        if (files.size() == MOST_FILES) {
          notes.add(folder + ": only " + MOST_FILES + " files are read");
          break;
        }
        if (Files.isRegularFile(entry)) { // opening a pipe would never end
          files.add(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return files;
    } catch (IOException | DirectoryIteratorException e) {
      notes.add(folder + " cannot be read: " + e.getMessage());
    }
    return files;
  }

  private void addFrom(Path file) {
    try {
      GpuFile.read(parsed(file)).ifPresent(this::addPresent);
    } catch (GpuFile.Unusable e) {
      notes.add(file + " is not used: " + e.getMessage());
    } catch (IOException e) {
      notes.add(file + " cannot be read: " + e.getMessage());
    } catch (ProblemsException e) {
      notes.add(file + " is not used: " + e.problems().getFirst().message());
    }
  }

  private static Document parsed(Path file) throws IOException {
    String name = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      return name.endsWith(".json")
          ? new JsonReader().within(LIMITS).read(name, in)
          : new YamlReader(LIMITS).read(name, in);
    }
  }

  /** A file may outlive the driver that it was written for. */
  private void addPresent(List<Gpu> described) {
    for (Gpu gpu : described) {
      Optional<Gpu.Place> missing =
          gpu.devices().stream().filter(device -> !isDevice(device.source())).findFirst();
      if (missing.isPresent()) {
        notes.add(gpu.name() + " is not there: " + missing.get().source() + " is no device");
      } else if (gpus.size() < MOST_GPUS) {
        gpus.add(gpu);
      }
    }
  }

  private static boolean isDevice(Path path) {
    try {
      int type = (Integer) Files.getAttribute(path, "unix:mode") & 0170000;
      return type == 0020000 || type == 0060000;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The same processor may be called by its number, by its serial number, and be one of "all":
   * names count once for each set of devices.
   */
  private List<Gpu> onlyOnce() {
    var seen = new HashSet<Set<Gpu.Place>>();
    var names = new HashSet<String>();
    var once = new ArrayList<Gpu>();
    for (Gpu gpu : gpus) {
      boolean isAll = gpu.name().endsWith("=all") && gpus.size() > 1;
      if (!isAll && !names.contains(gpu.name()) && seen.add(Set.copyOf(gpu.devices()))) {
        names.add(gpu.name());
        once.add(gpu);
      }
    }
    return once;
  }
}
