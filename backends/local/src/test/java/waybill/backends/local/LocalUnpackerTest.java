package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
