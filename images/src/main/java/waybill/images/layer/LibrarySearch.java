package waybill.images.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * All libraries that programs need to start, found as the dynamic linker finds them (ld.so(8)), but
 * without running it: a program's own interpreter could be anything. Environment variables do not
 * count, because a task has its own.
 */
final class LibrarySearch {
  private static final int MAX_LIBRARIES = 10_000;

  private static final List<String> USUAL_FOLDERS =
      List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib");

  private final LinkerCache cache;

  /** By name, because a library that is loaded is not looked for again. */
  private final Map<String, Path> found = new LinkedHashMap<>();

  private final Deque<Wanted> wanted = new ArrayDeque<>();

  /** Something whose libraries are needed, and the older folders of those that needed it. */
  private record Wanted(Path path, ElfFile elf, List<Path> inherited) {}

  LibrarySearch(LinkerCache cache) {
    this.cache = cache;
  }

  /** Adds what a program needs; absolute path. */
  void add(Path program) {
    ElfFile elf = read(program);
    elf.interpreter().ifPresent(path -> add(path, Path.of(path), List.of()));
    wanted.add(new Wanted(program, elf, List.of()));
    while (!wanted.isEmpty()) {
      addNeeded(wanted.remove());
    }
  }

  /** The interpreters and libraries as they were found, in the order they were. */
  Collection<Path> found() {
    return found.values();
  }

  private void addNeeded(Wanted by) {
    List<Path> runpath = folders(by.elf().runpath(), by.path());
    List<Path> rpath = new ArrayList<>();
    if (runpath.isEmpty()) {
      rpath.addAll(folders(by.elf().rpath(), by.path()));
      rpath.addAll(by.inherited());
    }
    for (String name : by.elf().needed()) {
      if (isFound(name)) {
        continue;
      }
      Path library =
          look(name, by.elf().machine(), rpath, runpath).orElseThrow(() -> missing(name, by));
      add(name, library, rpath);
    }
  }

  /** The interpreter is there under its path, and needed by its name. */
  private boolean isFound(String name) {
    if (found.containsKey(name)) {
      return true;
    }
    for (Path path : found.values()) {
      if (path.endsWith(name)) {
        return true;
      }
    }
    return false;
  }

  private void add(String name, Path library, List<Path> inherited) {
    if (found.containsKey(name)) {
      return;
    }
    if (found.size() >= MAX_LIBRARIES) {
      throw Failure.of(
              FailureCode.LAYER_UNBUILDABLE,
              "a program needs more than " + MAX_LIBRARIES + " libraries")
          .asException();
    }
    found.put(name, library);
    wanted.add(new Wanted(library, read(library), inherited));
  }

  private Optional<Path> look(String name, String machine, List<Path> rpath, List<Path> runpath) {
    if (name.indexOf('/') >= 0) {
      Path path = Path.of(name).toAbsolutePath();
      return fits(path, machine) ? Optional.of(path) : Optional.empty();
    }
    List<Path> candidates = new ArrayList<>();
    addTo(candidates, rpath, name);
    addTo(candidates, runpath, name);
    for (String path : cache.paths(name)) {
      candidates.add(Path.of(path));
    }
    for (String folder : USUAL_FOLDERS) {
      candidates.add(Path.of(folder, name));
    }
    for (Path candidate : candidates) {
      if (fits(candidate, machine)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static void addTo(List<Path> candidates, List<Path> folders, String name) {
    for (Path folder : folders) {
      candidates.add(folder.resolve(name));
    }
  }

  /** A library for another processor is passed over, as the linker does. */
  private static boolean fits(Path path, String machine) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try {
      Optional<ElfFile> elf = ElfFile.read(path);
      return elf.isPresent() && elf.get().machine().equals(machine);
    } catch (IOException damaged) {
      return false;
    }
  }

  private static List<Path> folders(List<String> written, Path origin) {
    List<Path> folders = new ArrayList<>();
    for (String folder : written) {
      String own = origin.resolveSibling("").normalize().toString();
      String text = folder.replace("${ORIGIN}", own).replace("$ORIGIN", own);
      if (text.startsWith("/")) {
        folders.add(Path.of(text).normalize());
      }
    }
    return folders;
  }

  private static ElfFile read(Path path) {
    Optional<ElfFile> elf;
    try {
      elf = ElfFile.read(path);
    } catch (java.io.FileNotFoundException missing) {
      throw SourceFailure.of("open", path, reason(path, missing));
    } catch (IOException failed) {
      throw SourceFailure.of("read", path, failed);
    }
    return elf.orElseThrow(
        () ->
            Failure.of(FailureCode.LAYER_UNBUILDABLE, path + " is not a program in ELF format")
                .withHelp("name programs, not scripts; for a script, name its interpreter")
                .asException());
  }

  /** So that what is missing counts as missing. */
  private static IOException reason(Path path, IOException failed) {
    return Files.exists(path) ? failed : new java.nio.file.NoSuchFileException(path.toString());
  }

  private static FailureException missing(String name, Wanted by) {
    return Failure.of(
            FailureCode.INPUT_MISSING,
            "cannot find the library `" + name + "`, which " + by.path() + " needs")
        .withHelp("install it, or run ldconfig if it is in a folder of its own")
        .asException();
  }
}
