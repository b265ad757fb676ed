package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Errno;
import waybill.model.task.SetupFailure;
import waybill.testing.Needs;

/** What a task sees as its root. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class RootTest {
  private static final Errno ENOENT = new Errno(2);
  private static final Errno ENOTDIR = new Errno(20);

  private final LauncherSettings.Kernel kernel;
  private final TestBed bed;

  RootTest(LauncherSettings.Kernel kernel) {
    this.kernel = kernel;
    bed = TestBed.start(TestBed.settings("waybill-launcher", 1, Optional.empty(), kernel));
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private static Path layerWith(String file, String content) {
    Path layer = Layers.empty();
    Layers.file(layer, file, content);
    return layer;
  }

  @Test
  void aReadOnlyRootTakesNoWrites() {
    assertThat(bed.script("touch /new").run().err()).contains("/new: Read-only file system");
    assertThat(bed.script("rm /bin/busybox").run().err()).contains("Read-only file system");
    assertThat(Layers.withBusybox().resolve("new")).doesNotExist();
  }

  @Test
  void whatIsWrittenToAWritableRootIsSeenByTheTaskAndGoneAfterIt() {
    Path layer = layerWith("etc/word", "old\n");
    Job job =
        bed.script(
                "cat /etc/word; echo new >/etc/word; cat /etc/word; rm /bin/cat; mkdir /d; echo x >/d/f;"
                    + " ls /bin/cat; ls /d")
            .layers(Layers.withBusybox(), layer)
            .writable();
    for (int i = 0; i < 2; i++) {
      Job.Result result = job.run();
      assertThat(result.out()).isEqualTo("old\nnew\nf\n");
      assertThat(result.err()).contains("/bin/cat: No such file");
    }
    assertThat(layer.resolve("etc/word")).hasContent("old\n");
    assertThat(Layers.withBusybox().resolve("d")).doesNotExist();
  }

  @Test
  void whateverIsInALayerCanBeReplacedInAWritableRoot() {
    assertThat(
            bed.script(
                    "rm -r /etc /mnt && mkdir /etc && echo y >/etc/f && cat /etc/f && mv /bin /moved"
                        + " && /moved/ls /")
                .writable()
                .run()
                .printed())
        .startsWith("y\n")
        .contains("moved");
  }

  @Test
  void laterLayersLieOverEarlierOnes() {
    Path first = layerWith("etc/word", "first");
    Path second = layerWith("etc/word", "second");
    Path third = layerWith("etc/other", "third");
    Job job = bed.script("cat /etc/word /etc/other");
    assertThat(job.layers(Layers.withBusybox(), first, second, third).run().printed())
        .isEqualTo("secondthird");
    assertThat(job.layers(Layers.withBusybox(), third, second, first).run().printed())
        .isEqualTo("firstthird");
    assertThat(job.layers(first, second, third, Layers.withBusybox()).writable().run().printed())
        .isEqualTo("secondthird");
  }

  @Test
  void manyLayersStack() {
    var layers = new ArrayList<>(List.of(Layers.withBusybox()));
    for (int i = 0; i < 100; i++) {
      layers.add(layerWith("etc/f" + i, "" + i));
    }
    Job job = bed.script("ls /etc | wc -l").layers(layers.toArray(Path[]::new));
    assertThat(job.run().printed().trim()).isEqualTo("100");
    assertThat(job.writable().run().printed().trim()).isEqualTo("100");
  }

  @Test
  void moreLayersThanOverlaysTakeAreRefused() {
    Path layer = Layers.empty();
    Path[] layers = new Path[501];
    Arrays.fill(layers, layer);
    assertThat(bed.script("exit 0").layers(layers).run().report())
        .isInstanceOf(LaunchReport.Refused.class);
    assertThat(bed.script("exit 0").run().exitCode()).isZero();
  }

  @Test
  void theSameLayersAgainAreTheSameFileSystem() {
    Job job = bed.job("stat", "-c", "%d", "/bin");
    String first = job.run().printed();
    assertThat(job.run().printed()).isEqualTo(first);
    assertThat(job.layers(Layers.withBusybox(), Layers.empty()).run().printed())
        .isNotEqualTo(first);
  }

  @Test
  void anyNumberOfDifferentRootsCanBeUsedInTurn() {
    var layers = new ArrayList<Path>();
    for (int i = 0; i < 70; i++) {
      layers.add(layerWith("etc/number", "" + i));
    }
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < layers.size(); i++) {
        assertThat(
                bed.job("cat", "/etc/number")
                    .layers(Layers.withBusybox(), layers.get(i))
                    .run()
                    .printed())
            .isEqualTo("" + i);
      }
    }
  }

  @Test
  void workersDoNotGetIntoEachOthersWay() {
    var layers = new ArrayList<Path>();
    for (int i = 0; i < 20; i++) {
      layers.add(layerWith("etc/number", "" + i));
    }
    try (TestBed both =
        TestBed.start(TestBed.settings("waybill-launcher", 2, Optional.empty(), kernel))) {
      for (int round = 0; round < 5; round++) {
        var outputs = new ArrayList<Job.Collected>();
        var tasks = new ArrayList<RunningTask>();
        for (Path layer : layers) {
          outputs.add(new Job.Collected());
          tasks.add(
              both.job("cat", "/etc/number")
                  .layers(Layers.withBusybox(), layer)
                  .start(outputs.getLast()));
        }
        for (int i = 0; i < layers.size(); i++) {
          Job.Result result = outputs.get(i).result(Job.await(tasks.get(i)));
          assertThat(result.printed()).isEqualTo("" + i);
        }
      }
    }
  }

  @Test
  void aRootThatCannotBePreparedIsRefusedUntilItCan() throws IOException {
    Path missing = Layers.empty().resolve("later");
    Job job = bed.job("cat", "/etc/word").layers(Layers.withBusybox(), missing);
    for (int i = 0; i < 3; i++) {
      SetupFailure failure = job.run().refusal();
      assertThat(failure.call()).isEqualTo(SetupFailure.Call.PREPARE_ROOT);
      assertThat(failure.errno()).isEqualTo(ENOENT);
    }
    Files.createDirectories(missing);
    Layers.file(missing, "etc/word", "here");
    assertThat(job.run().printed()).isEqualTo("here");
  }

  @Test
  void aLayerMustBeAFolder() {
    Path file = Layers.file(Layers.empty(), "file", "");
    assertThat(bed.script("exit 0").layers(Layers.withBusybox(), file).run().refusal().errno())
        .isIn(ENOTDIR, new Errno(22));
  }

  @Test
  void aRefusedRootNeverTakesThePlaceOfAnother() {
    Path missing = Path.of("/nowhere/at/all");
    Path one = layerWith("etc/word", "one");
    Path two = layerWith("etc/word", "two");
    Job ofOne = bed.job("cat", "/etc/word").layers(Layers.withBusybox(), one);
    Job ofTwo = bed.job("cat", "/etc/word").layers(Layers.withBusybox(), two);
    RunningTask refused = bed.script("exit 0").layers(missing).start(OutputListener.NONE);
    assertThat(ofOne.run().printed()).isEqualTo("one");
    assertThat(Job.await(refused)).isInstanceOf(LaunchReport.Refused.class);
    assertThat(ofTwo.run().printed()).isEqualTo("two");
    assertThat(ofOne.run().printed()).isEqualTo("one");
    assertThat(ofTwo.run().printed()).isEqualTo("two");
  }

  @Test
  void theMountLineOfARootShowsNoPathOfTheHost() {
    for (Path[] layers :
        List.of(
            new Path[] {Layers.withBusybox()},
            new Path[] {Layers.withBusybox(), Layers.empty(), Layers.empty()})) {
      Job job = bed.job("head", "-n", "1", "/proc/self/mounts").layers(layers).proc();
      assertThat(job.run().printed())
          .startsWith("none / overlay ro,nosuid,nodev,relatime,lowerdir")
          .doesNotContain(System.getProperty("java.io.tmpdir") + "/");
      assertThat(job.writable().run().printed())
          .startsWith("none / overlay rw,nosuid,nodev,relatime,lowerdir")
          .doesNotContain(System.getProperty("java.io.tmpdir") + "/");
    }
  }

  @Test
  void aPathOfAnyCharactersCanBeALayer() throws IOException {
    Path odd = Files.createDirectory(Layers.empty().resolve("a b,c:d\\e=f'g"));
    Layers.file(odd, "etc/word", "odd");
    assertThat(
            bed.job("cat", "/etc/word")
                .layers(Layers.withBusybox(), odd)
                .writable()
                .run()
                .printed())
        .isEqualTo("odd");
  }

  @Test
  void workersHoldNothingOfTheHost() throws IOException {
    bed.script("exit 0").run();
    long worker = bed.ownProcesses("worker").getFirst();
    List<String> mounts = Files.readAllLines(Path.of("/proc/" + worker + "/mountinfo"));
    if (kernel == LauncherSettings.Kernel.PROBED) {
      assertThat(mounts).hasSize(Needs.isRoot() ? 2 : 3);
    }
    assertThat(mounts)
        .allMatch(
            line ->
                line.contains(" - tmpfs none ")
                    || line.contains(" - proc none ")
                    || line.contains(" - sysfs none ")
                    || line.contains(" - overlay none ")
                    || line.contains(" /t/"));
  }
}
