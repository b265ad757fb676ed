package waybill.images.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.registry.FakeRegistry;
import waybill.images.registry.FakeRegistry.Reply;
import waybill.images.registry.FakeRegistry.Request;
import waybill.images.source.Descriptor;
import waybill.images.source.TestImage;
import waybill.images.unpack.Hashing;

@Timeout(120)
class SeveralPullersTest {
  @TempDir Path folder = Path.of("");
  private final TestImage image = TestImage.large();
  private final Function<Request, Reply> whole =
      FakeRegistry.serving(image, Map.of("1", image.manifest()));
  private final AtomicReference<Function<Request, Reply>> handler = new AtomicReference<>(whole);
  private final FakeRegistry registry = new FakeRegistry(request -> handler.get().apply(request));

  @AfterEach
  void close() {
    registry.close();
  }

  private void assertPulls(Process puller) throws Exception {
    assertThat(puller.inputReader().readLine()).isEqualTo(image.manifest().digest());
    assertThat(puller.waitFor()).isZero();
  }

  @Test
  void processesShareOneDownload() throws Exception {
    List<Process> pullers =
        List.of(
            PullProcess.start(folder, registry.host()), PullProcess.start(folder, registry.host()));
    for (Process puller : pullers) {
      assertPulls(puller);
    }
    Descriptor layer = image.layers().getFirst();
    assertThat(registry.requests()).filteredOn(r -> r.path().endsWith(layer.digest())).hasSize(1);
  }

  @Test
  void whatAKilledProcessHadIsNotAskedForAgain() throws Exception {
    String digest = image.layers().getFirst().digest();
    handler.set(
        request ->
            request.path().endsWith(digest)
                ? whole.apply(request).stallAfter(500_000)
                : whole.apply(request));
    Process puller = PullProcess.start(folder, registry.host());
    Path file = new BlobStore(folder, Hashing.inJava()).file(digest);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    while (!Files.exists(part) || Files.size(part) < 500_000) {
      assertThat(puller.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    puller.destroyForcibly().waitFor();

    handler.set(whole);
    assertPulls(PullProcess.start(folder, registry.host()));
    assertThat(registry.requests().getLast().header("range")).isEqualTo("bytes=500000-");
    assertThat(Files.readAllBytes(file)).isEqualTo(image.blob(digest));
  }
}
