package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.images.store.CacheCleaner;
import waybill.images.store.LayerStore;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;
import waybill.testing.Needs;

/** An archive becomes a layer, and the layer the root of a task. */
class LocalUnpackerTest {
  private static final Path LAUNCHER =
      Path.of("..", "..", "sandbox", "target", "launcher", "waybill-launcher")
          .toAbsolutePath()
          .normalize();

  @TempDir private Path folder;

  /** Not the store's: what was made for a range cannot be deleted by everybody. */
  @AfterEach
  void remove() {
    Path cache = folder.resolve("cache");
    LocalSettings.unpacker(LAUNCHER, LocalSettings.grant(Ids.RANGE))
        .remove(cache, LocalSettings.grant(Ids.RANGE).ids());
  }

  private Path archive() throws IOException, InterruptedException {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("bin"));
    Files.copy(Needs.busybox(), tree.resolve("bin/busybox"));
    Files.writeString(tree.resolve("bin/of-5"), "x");
    Path archive = folder.resolve("layer.tar");
    int status =
        new ProcessBuilder(
                "tar",
                "-cf",
                archive.toString(),
                "--owner=5",
                "--group=6",
                "--mode=4755",
                "-C",
                tree.toString(),
                "bin")
            .inheritIO()
            .start()
            .waitFor();
    assertThat(status).isZero();
    return archive;
  }

  private static void call(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void holesOfAnArchiveAreHolesOnTheDiskAndDamageIsFound() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Path file = tree.resolve("file");
    call("truncate", "-s", "40M", file.toString());
    Files.writeString(file, "end", StandardOpenOption.APPEND);
    Path archive = folder.resolve("sparse.tar");
    call("tar", "--sparse", "-cf", archive.toString(), "-C", tree.toString(), "file");
    assertThat(archive).isNotEmptyFile();
    assertThat(Files.size(archive)).isLessThan(100_000);
    Path cache = folder.resolve("cache");
    LayerStore store = LayerStore.open(cache);
    LocalUnpacker unpacker = LocalSettings.unpacker(LAUNCHER, LocalSettings.grant(Ids.SINGLE));
    Layer layer = new TarFile(archive).install(LAUNCHER, store, LocalSettings.grant(Ids.SINGLE));
    assertThat(layer).isInstanceOf(Layer.Stored.class);

    Path unpacked = store.folder(((Layer.Stored) layer).digest()).resolve("file");
    assertThat(unpacked).hasSameBinaryContentAs(file);
    long blocks =
        Long.parseLong(
            new ProcessBuilder("stat", "-c", "%b", unpacked.toString())
                .start()
                .inputReader()
                .readLine());
    assertThat(blocks).isLessThan(1000);
    var cleaner = new CacheCleaner(cache, store, unpacker);
    assertThat(cleaner.usage().bytes()).isEqualTo((40 << 20) + 3);
    assertThat(cleaner.damaged().removed()).isEmpty();
    Files.delete(unpacked);
    Files.delete(list(cache.resolve("layers/use")).getFirst());
    assertThat(cleaner.damaged().removed()).hasSize(1);
  }

  private static List<Path> list(Path in) throws IOException {
    try (var files = Files.list(in)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Ids.class)
  void anArchiveIsTheRootOfATask(Ids wanted) throws IOException, InterruptedException {
    LocalSettings.Granted granted = LocalSettings.grant(wanted);
    assumeTrue(granted.ids() == wanted, granted.note().orElse(""));
    LayerStore store = LayerStore.open(folder.resolve("cache"));
    Layer layer = new TarFile(archive()).install(LAUNCHER, store, granted);
    var task =
        new Task(
            new Root(List.of(layer), Root.Access.READ_ONLY),
            wanted,
            new Program(
                "/bin/busybox",
                List.of("stat", "-c", "%u %g %a", "/bin/of-5"),
                new LinkedHashMap<>(),
                "/",
                0,
                0),
            List.of(),
            Network.DISABLED,
            Limits.NONE,
            Optional.empty(),
            new Streams.Captured(1 << 20));
    assertThat(OneTask.output(LAUNCHER, folder, store, granted, task))
        .isEqualTo(wanted == Ids.RANGE ? "5 6 4755\n" : "0 0 755\n");
  }
}
