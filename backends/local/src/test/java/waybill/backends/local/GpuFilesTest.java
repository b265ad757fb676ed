package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that describe graphics processors, made up of devices that every machine has. */
class GpuFilesTest {
  private static final String TWO =
      """
      {"cdiVersion": "0.6.0", "kind": "vendor.com/gpu",
       "devices": [
        {"name": "0", "containerEdits": {"deviceNodes": [{"path": "/dev/gpu0", "hostPath": "/dev/null"}]}},
        {"name": "1", "containerEdits": {
          "deviceNodes": [{"path": "/dev/zero", "type": "c", "permissions": "rw"}],
          "env": ["ONE=1", "BOTH=own"]}},
        {"name": "GPU-1234", "containerEdits": {"deviceNodes": [{"path": "/dev/zero"}]}},
        {"name": "all", "containerEdits": {"deviceNodes": [
          {"path": "/dev/gpu0", "hostPath": "/dev/null"}, {"path": "/dev/zero"}]}}],
       "containerEdits": {
        "deviceNodes": [{"path": "/dev/full"}],
        "env": ["BOTH=common", "EMPTY="],
        "hooks": [{"hookName": "createContainer", "path": "/usr/bin/never"}],
        "mounts": [{"hostPath": "/usr/lib/x.so", "containerPath": "/usr/lib/y.so", "options": ["ro"]}]}}
      """;

  @TempDir private Path folder;

  private GpuFiles.Found found() {
    return GpuFiles.read(List.of(folder.resolve("etc"), folder.resolve("run")));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Gpu.Place place(String source, String target) {
    return new Gpu.Place(Path.of(source), target);
  }

  @Test
  void withoutFilesThereAreNone() {
    assertThat(found()).isEqualTo(new GpuFiles.Found(List.of(), List.of()));
  }

  @Test
  void everyProcessorCountsOnceWithWhatItsFileGivesToAll() throws IOException {
    write("etc/vendor.json", TWO);
    GpuFiles.Found found = found();
    assertThat(found.notes()).isEmpty();
    List<Gpu.Place> libraries = List.of(place("/usr/lib/x.so", "/usr/lib/y.so"));
    Gpu.Place full = place("/dev/full", "/dev/full");
    assertThat(found.gpus())
        .containsExactly(
            new Gpu(
                "vendor.com/gpu=0",
                List.of(place("/dev/null", "/dev/gpu0"), full),
                libraries,
                Map.of("BOTH", "common", "EMPTY", "")),
            new Gpu(
                "vendor.com/gpu=1",
                List.of(place("/dev/zero", "/dev/zero"), full),
                libraries,
                Map.of("BOTH", "own", "EMPTY", "", "ONE", "1")));
  }

  @Test
  void yamlIsReadToo() throws IOException {
    write(
        "run/amd.yaml",
        """
        cdiVersion: 0.5.0
        kind: amd.com/gpu
        devices:
          - name: "0"
            containerEdits:
              deviceNodes:
                - path: /dev/null
        """);
    assertThat(found().gpus()).extracting(Gpu::name).containsExactly("amd.com/gpu=0");
  }

  @Test
  void theLaterFolderHasTheLastWord() throws IOException {
    String one =
        "{\"kind\": \"v/gpu\", \"devices\": [{\"name\": \"0\","
            + " \"containerEdits\": {\"deviceNodes\": [{\"path\": \"%s\"}]}}]}";
    write("etc/a.json", one.formatted("/dev/null"));
    write("run/a.json", one.formatted("/dev/zero"));
    assertThat(found().gpus())
        .singleElement()
        .extracting(gpu -> gpu.devices().getFirst().target())
        .isEqualTo("/dev/zero");
  }

  @Test
  void onlyAllIsBetterThanNone() throws IOException {
    write(
        "etc/a.json",
        "{\"kind\": \"v/gpu\", \"devices\": [{\"name\": \"all\","
            + " \"containerEdits\": {\"deviceNodes\": [{\"path\": \"/dev/null\"}]}}]}");
    assertThat(found().gpus()).hasSize(1);
  }

  @Test
  void otherKindsOfDevicesAndOtherFilesAreLeftAlone() throws IOException {
    write("etc/net.json", TWO.replace("vendor.com/gpu", "vendor.com/net"));
    write("etc/class.json", TWO.replace("vendor.com/gpu", "vendor.com/gpu2"));
    write("etc/notes.txt", "no JSON");
    Files.createDirectories(folder.resolve("etc/folder.json"));
    assertThat(found()).isEqualTo(new GpuFiles.Found(List.of(), List.of()));
  }

  @Test
  void aPipeIsNotOpened() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("etc"));
    Process made = new ProcessBuilder("mkfifo", folder.resolve("etc/a.json").toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(found().gpus()).isEmpty();
  }

  @Test
  void aDeviceThatIsGoneDoesNotCount() throws IOException {
    write("etc/a.json", TWO.replace("\"/dev/null\"", "\"/dev/no-such-device\""));
    GpuFiles.Found found = found();
    assertThat(found.gpus()).extracting(Gpu::name).containsExactly("vendor.com/gpu=1");
    assertThat(found.notes()).anyMatch(note -> note.contains("/dev/no-such-device is no device"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"kind\": 7}",
        "{\"kind\": \"v/gpu\", \"kind\": \"w/gpu\"}",
        "{\"kind\": \"v/gpu\", \"devices\": {}}",
        "{\"kind\": \"v/gpu\", \"devices\": [7]}",
        "{\"kind\": \"v/gpu\", \"devices\": [{\"name\": \"0\", \"containerEdits\": []}]}",
      })
  void aBrokenFileIsNotedAndHarmsNoOther(String text) throws IOException {
    write("etc/broken.json", text);
    write("etc/good.json", TWO);
    GpuFiles.Found found = found();
    assertThat(found.gpus()).hasSize(2);
    assertThat(found.notes()).singleElement().asString().contains("broken.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/shadow",
        "dev/null",
        "/dev/../etc/shadow",
        "/dev",
        "/",
        "/device",
        "/dev/a\\u0000b",
        ""
      })
  void whatIsNoDevicesPlaceIsNotGiven(String hostPath) throws IOException {
    write("etc/a.json", TWO.replace("\"/dev/null\"", "\"" + hostPath + "\""));
    GpuFiles.Found found = found();
    assertThat(found.gpus()).isEmpty();
    assertThat(found.notes()).singleElement().asString().contains("a.json is not used");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOTHING", "=x", "A\\u0000=b"})
  void aVariableThatIsNoneIsRefused(String variable) throws IOException {
    write("etc/a.json", TWO.replace("EMPTY=", variable));
    assertThat(found().gpus()).isEmpty();
  }

  @Test
  void whatIsTooLargeIsNotRead() throws IOException {
    write("etc/long.json", TWO + " ".repeat(2 << 20));
    write("etc/deep.json", "[".repeat(100_000));
    write("etc/bomb.yaml", "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nkind: v/gpu\n");
    GpuFiles.Found found = found();
    assertThat(found.gpus()).isEmpty();
    assertThat(found.notes()).anyMatch(note -> note.contains("deep.json"));
  }
}
