package waybill.dialects.maelstrom.resolved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.maelstrom.written.JobTexts;
import waybill.model.failure.FailureException;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

class TaskMakerTest {
  private static final String LAYERS = "\"layers\":[{\"stubs\":[\"/a\"]}]";

  @TempDir Path folder;
  private FakeStock stock;
  private TaskMaker tasks;

  @BeforeEach
  void make() {
    Path project = folder.resolve("project");
    stock = new FakeStock(folder.resolve("cache"), project);
    tasks =
        new TaskMaker(
            project, Map.of("BAR", "bar"), stock, new Streams.Captured(1000), Optional.empty());
  }

  @Test
  void whatAJobLeavesOpenHasTheLanguagesDefaults() {
    Task task = task("\"program\":\"x\"," + LAYERS);

    assertThat(task.program().name()).isEqualTo("x");
    assertThat(task.program().arguments()).isEmpty();
    assertThat(task.program().environment()).isEmpty();
    assertThat(task.program().directory()).isEqualTo("/");
    assertThat(task.program().user()).isZero();
    assertThat(task.program().group()).isZero();
    assertThat(task.root().access()).isEqualTo(Root.Access.READ_ONLY);
    assertThat(task.root().layers()).hasSize(1);
    assertThat(task.mounts()).isEmpty();
    assertThat(task.network()).isEqualTo(Network.DISABLED);
    assertThat(task.limits()).isEqualTo(Limits.NONE);
    assertThat(task.timeout()).isEmpty();
    assertThat(task.streams()).isEqualTo(new Streams.Captured(1000));
  }

  @Test
  void whatAJobSaysIsWhatTheTaskDoes() {
    Task task =
        task(
            "\"program\":\"x\","
                + LAYERS
                + ",\"enable_writable_file_system\":true,\"working_directory\":\"root\","
                + "\"user\":1234,\"group\":4294967294,\"timeout\":3,\"network\":\"loopback\"");

    assertThat(task.root().access()).isEqualTo(Root.Access.WRITABLE_IN_MEMORY);
    assertThat(task.program().directory()).isEqualTo("/root");
    assertThat(task.program().user()).isEqualTo(1234);
    assertThat(task.program().group()).isEqualTo(4294967294L);
    assertThat(task.timeout()).contains(Duration.ofSeconds(3));
    assertThat(task.network()).isEqualTo(Network.LOOPBACK);
  }

  @Test
  void aTimeoutOfZeroIsNone() {
    assertThat(task("\"program\":\"x\"," + LAYERS + ",\"timeout\":0").timeout()).isEmpty();
  }

  @Test
  void mountsKeepTheirOrderAndShowAllOfProc() {
    Task task =
        task(
            "\"program\":\"x\","
                + LAYERS
                + ",\"mounts\":[{\"type\":\"proc\",\"mount_point\":\"/proc\"},"
                + "{\"type\":\"bind\",\"mount_point\":\"o\",\"local_path\":\"out\"},"
                + "{\"type\":\"bind\",\"mount_point\":\"/i\",\"local_path\":\"/in\","
                + "\"read_only\":true},"
                + "{\"type\":\"devices\",\"devices\":[\"zero\",\"null\"]},"
                + "{\"type\":\"sys\",\"mount_point\":\"/sys\"},"
                + "{\"type\":\"tmp\",\"mount_point\":\"/tmp\"},"
                + "{\"type\":\"devpts\",\"mount_point\":\"/dev/pts\"},"
                + "{\"type\":\"mqueue\",\"mount_point\":\"/q\"}]");

    assertThat(task.mounts())
        .containsExactly(
            new Mount.Proc("/proc", Mount.View.PLAIN),
            new Mount.Bind(folder.resolve("project/out"), "out", "/o", Mount.BindAccess.READ_WRITE),
            new Mount.Bind(Path.of("/in"), "/in", "/i", Mount.BindAccess.READ_ONLY),
            new Mount.Devices(List.of(Mount.Device.NULL, Mount.Device.ZERO)),
            new Mount.Sys("/sys"),
            new Mount.Tmp("/tmp"),
            new Mount.DevPts("/dev/pts"),
            new Mount.MessageQueue("/q"));
  }

  @Test
  void theEnvironmentIsSortedAndEachElementSeesOnlyWhatWasBeforeIt() {
    Task task =
        task(
            "\"program\":\"x\","
                + LAYERS
                + ",\"environment\":["
                + "{\"vars\":{\"Z\":\"1\",\"A\":\"$env{BAR}\",\"GONE\":\"x\"},\"extend\":false},"
                + "{\"vars\":{\"A\":\"$prev{A}2\",\"B\":\"$prev{A}\"},\"extend\":true},"
                + "{\"vars\":{\"B\":\"$prev{Z}$prev{B}\",\"A\":\"$prev{A}\"},\"extend\":false}]");

    assertThat(task.program().environment().entrySet())
        .extracting(Object::toString)
        .containsExactly("A=bar2", "B=1bar");
  }

  @Test
  void aFolderAsImageLiesBelowTheAddedLayers() throws IOException {
    Files.createDirectories(folder.resolve("project/rootfs"));
    Task task =
        task(
            "\"program\":\"x\",\"image\":{\"name\":\"dir:rootfs\",\"use\":[\"layers\"]},"
                + "\"added_layers\":[{\"stubs\":[\"/a\"]}]");

    assertThat(task.root().layers().getFirst())
        .isEqualTo(new Layer.Folder(folder.resolve("project/rootfs")));
    assertThat(task.root().layers().getLast()).isInstanceOf(Layer.Stored.class);
  }

  @Test
  void theHostsProgramsCanBeTheImage() {
    Task task = task("\"program\":\"ls\",\"image\":{\"name\":\"host:\",\"use\":[\"layers\"]}");

    assertThat(task.root().layers()).containsExactly(new Layer.HostPrograms());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"image\":{\"name\":\"ubuntu\",\"use\":[\"layers\"]}|failed to parse image name: ",
        "\"image\":{\"name\":\"docker://bare\",\"use\":[\"layers\",\"environment\"]}"
            + "|image docker://bare has no environment to use",
        "\"image\":{\"name\":\"docker://bare\",\"use\":[\"layers\",\"working_directory\"]}"
            + "|image docker://bare has no working directory to use",
        "\"image\":{\"name\":\"oci:odd\",\"use\":[\"layers\",\"environment\"]}"
            + "|image oci:odd has an invalid environment variable PATH",
        "\"image\":{\"name\":\"host:\",\"use\":[\"layers\",\"environment\"]}"
            + "|image host: has no environment to use",
        "\"image\":{\"name\":\"dir:x\",\"use\":[\"layers\",\"working_directory\"]}"
            + "|image dir:x has no working directory to use",
        "\"image\":{\"name\":\"dir:nope\",\"use\":[\"layers\"]}|is not a folder",
        "\"layers\":[{\"paths\":[\"nope\"]}]|nope",
        "\"layers\":[{\"stubs\":[\"/a\"]}],\"environment\":{\"A\":\"$env{NOT_SET}\"}"
            + "|unknown variable \"NOT_SET\"",
        "\"layers\":[{\"stubs\":[\"/a\"]}],\"user\":4294967295|field `user` may be at most",
        "\"layers\":[{\"stubs\":[\"/a\"]}],\"arguments\":[\"a\\u0000b\"]"
            + "|field `arguments` holds a NUL character",
        "\"layers\":[{\"stubs\":[\"/a\"]}],\"environment\":{\"A\":\"a\\u0000b\"}"
            + "|field `environment` holds a NUL character",
        "\"layers\":[{\"stubs\":[\"/a\"]}],"
            + "\"mounts\":[{\"type\":\"bind\",\"mount_point\":\"/a\",\"local_path\":\"a\\u0000b\"}]"
            + "|field `local_path` is no path",
      })
  void whatCannotBeRunSaysWhy(String fields, String message) {
    stock.add("docker://bare", List.of(), "");
    stock.add("oci:odd", List.of("PATH"), "");
    assertThatThrownBy(() -> task("\"program\":\"x\"," + fields))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining(message);
  }

  @Test
  void eachPartOfAnImageComesOnlyWhenItIsUsed() {
    stock.add("docker://u", List.of("PATH=/bin", "A="), "/root");

    Task layers = task("\"program\":\"x\"," + image("\"layers\""));
    Task all =
        task(
            "\"program\":\"x\","
                + image("\"layers\",\"environment\",\"working_directory\"")
                + ",\"added_layers\":[{\"tar\":\"a.tar\"}]");
    Task rest = task("\"program\":\"x\"," + LAYERS + "," + image("\"environment\""));

    assertThat(layers.root().layers()).containsExactly(FakeStock.layer("docker://u"));
    assertThat(layers.program().environment()).isEmpty();
    assertThat(layers.program().directory()).isEqualTo("/");
    assertThat(all.root().layers())
        .containsExactly(FakeStock.layer("docker://u"), FakeStock.layer("a.tar"));
    assertThat(all.program().environment()).isEqualTo(Map.of("PATH", "/bin", "A", ""));
    assertThat(all.program().directory()).isEqualTo("/root");
    assertThat(rest.root().layers()).doesNotContain(FakeStock.layer("docker://u")).hasSize(1);
  }

  @Test
  void theEnvironmentBeginsWithTheImages() {
    stock.add("docker://u", List.of("PATH=/bin", "HOME=/$x"), "");
    Task task =
        task(
            "\"program\":\"x\","
                + image("\"layers\",\"environment\"")
                + ",\"environment\":["
                + "{\"vars\":{\"PATH\":\"$prev{PATH}:/a\"},\"extend\":true},"
                + "{\"vars\":{\"P\":\"$prev{PATH}$prev{HOME}\"},\"extend\":false}]");

    assertThat(task.program().environment()).isEqualTo(Map.of("P", "/bin:/a/$x"));
  }

  private static String image(String use) {
    return "\"image\":{\"name\":\"docker://u\",\"use\":[" + use + "]}";
  }

  private Task task(String fields) {
    return tasks.make(JobTexts.job("{" + fields + "}"));
  }
}
