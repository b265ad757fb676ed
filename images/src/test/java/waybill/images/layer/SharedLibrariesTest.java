package waybill.images.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.store.LayerStore;

class SharedLibrariesTest {
  @TempDir private Path folder;

  private static List<String> libraries(Path program) {
    LibrarySearch search = new LibrarySearch(LinkerCache.read(Path.of("/etc/ld.so.cache")));
    search.add(program);
    return search.found().stream().map(Path::toString).toList();
  }

  private static String run(Path in, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** What the dynamic linker itself says. */
  private static List<String> listed(Path program) throws Exception {
    List<String> paths = new ArrayList<>();
    for (String word : run(Path.of("/"), "ldd", program.toString()).split("\\s+", -1)) {
      if (word.startsWith("/")) {
        paths.add(word);
      }
    }
    return paths;
  }

  @Test
  void theLibrariesOfThisMachinesProgramsAreThoseTheLinkerFinds() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/ldd")), "there is no ldd here");
    for (String program : List.of("/bin/ls", "/usr/bin/tar", "/bin/sh", "/usr/bin/perl")) {
      if (Files.exists(Path.of(program))) {
        assertThat(libraries(Path.of(program)))
            .as(program)
            .containsExactlyInAnyOrderElementsOf(listed(Path.of(program)));
      }
    }
  }

  @Test
  void aLibraryBesideItsProgramIsFoundByItsOrigin() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "there is no compiler here");
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("two.c"), "int two(void) { return 2; }");
    Files.writeString(folder.resolve("one.c"), "int two(void); int one(void) { return two(); }");
    Files.writeString(folder.resolve("main.c"), "int one(void); int main(void) { return one(); }");
    run(folder, "cc", "-shared", "-fPIC", "-o", "lib/libtwo.so", "two.c");
    run(folder, "cc", "-shared", "-fPIC", "-o", "lib/libone.so", "one.c", "-Llib", "-ltwo");
    String path = "-Wl,-rpath,$ORIGIN/lib";

    // The older kind holds for libraries of libraries too, the newer one does not.
    run(
        folder,
        "cc",
        "-o",
        "old",
        "main.c",
        "-Llib",
        "-lone",
        "-Wl,-rpath-link,lib",
        path,
        "-Wl,--disable-new-dtags");
    run(
        folder,
        "cc",
        "-o",
        "new",
        "main.c",
        "-Llib",
        "-lone",
        "-Wl,-rpath-link,lib",
        path,
        "-Wl,--enable-new-dtags");

    assertThat(libraries(folder.resolve("old")))
        .contains(folder + "/lib/libone.so", folder + "/lib/libtwo.so");
    assertThatThrownBy(() -> libraries(folder.resolve("new")))
        .hasMessage(
            "cannot find the library `libtwo.so`, which " + folder + "/lib/libone.so needs");
  }

  @Test
  void aLayerHoldsThemWhereTheyWereFound() throws IOException {
    assumeTrue(Files.exists(Path.of("/bin/ls")), "there is no ls here");
    LayerStore store = LayerStore.open(folder);
    LayerSource source =
        new LayerSource.SharedLibraries(
            List.of("/bin/ls"), new PrefixOptions(true, false, Optional.empty(), Optional.empty()));

    String digest = new LayerBuilder(store, folder).build(source).digest();

    Path tree = store.folder(digest);
    List<String> files;
    try (Stream<Path> all = Files.walk(tree)) {
      files = all.filter(Files::isRegularFile).map(f -> "/" + tree.relativize(f)).toList();
    }
    assertThat(files).containsExactlyInAnyOrderElementsOf(libraries(Path.of("/bin/ls")));
  }

  @Test
  void whatIsNoProgramIsRefused() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");

    assertThatThrownBy(() -> libraries(script)).hasMessageContaining("is not a program in ELF");
    assertThatThrownBy(() -> libraries(folder.resolve("none")))
        .hasMessage("open(\"" + folder + "/none\"): No such file or directory");
  }

  @Test
  @Timeout(60)
  void damagedProgramsAreReadOrRefusedAndNothingElse() throws IOException {
    Path original = Path.of("/bin/ls");
    assumeTrue(Files.exists(original), "there is no ls here");
    byte[] bytes = Files.readAllBytes(original);
    Random random = new Random(5);
    Path damaged = folder.resolve("damaged");
    int refused = 0;
    for (int round = 0; round < 500; round++) {
      byte[] copy = bytes.clone();
      for (int i = 0; i < 20; i++) {
        copy[4 + random.nextInt(800)] = (byte) random.nextInt();
      }
      Files.write(damaged, copy);
      try {
        refused += ElfFile.read(damaged).isEmpty() ? 1 : 0;
      } catch (IOException expected) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
